// What one user does, how many do it, and what is good enough.
//   rehearse run journey.groovy --once -v     one user, every request and answer shown
//   rehearse run journey.groovy               the load named 'default'
//   rehearse plan journey.groovy              what would be sent, without sending it

param 'rate', 20.perSecond, 'users starting per second'

journey('Look and log in') {
    target 'shop'                               // env/default.yaml says where that is
    feed   csv('users.csv'), circular           // its columns become vars.username and vars.password

    step('Is it there') {
        get '/health'
        expect { json('$.ok').is true }
    }
    think 200.ms, 600.ms

    step('Log in') {
        post '/api/login'
        json user: vars.username, pass: vars.password
        save token: json('$.token')
    }

    step('Browse list') {
        get '/api/items?page=1'
        auth bearer(vars.token)
        expect { json('$.items').notEmpty() }
    }
}

load('default') {
    warmUp param('rate'), 2.s                   // not judged
    hold   param('rate'), 15.s                  // 300 walks: a p95 passes with 200 or more
}

pass {
    p95.below 500.ms
    errorRate.below 1.percent
}
