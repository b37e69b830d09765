param 'rate', 50.perSecond, 'users starting per second in the steady part'

journey('Checkout') {
    target 'shop'                                   // URL, TLS, headers, connections: env/<name>.yaml, or --target shop=URL
    feed   csv('users.csv'), circular               // columns become vars.username, vars.password

    step('Log in') {
        post '/api/login'
        json user: vars.username, pass: vars.password
        save token: json('$.token')
    }
    think 1.s, 3.s

    step('Browse list') {
        get '/api/items?page=1'
        auth bearer(vars.token)
        expect { json('$.items').notEmpty() }
        save itemId: json('$.items[*].id').random()
    }
    think 1.s, 3.s

    step('Place order') {
        post '/api/orders'
        auth bearer(vars.token)
        json item: vars.itemId, quantity: 1
        expect { status 201; json('$.state').is 'CONFIRMED' }
        save orderId: json('$.id')
    }
    afterwards { delete "/api/orders/${vars.orderId}"; auth bearer(vars.token) }     // cleaned up, not counted
}

load('steady') {
    warmUp 5.perSecond, 30.s                        // never enters a verdict or a baseline
    ramp   to: param('rate'), over: 30.s
    hold   param('rate'), 5.min
}
load('gate')   { warmUp 20.perSecond, 15.s; hold 50.perSecond, 60.s }
load('canary') { hold 1.perSecond, forever }
load('closed') { users 64, 1.min }                  // closed model: 64 users, each starts again when done
load('twenty') { walks 20, users: 4 }               // exactly 20, a functional run
load('search') { stairs from: 10.perSecond, by: 10.perSecond, every: 1.min, until: objectivesFail }

pass {
    p99.below 800.ms                                // every step on its own
    errorRate.below 1.percent
    step('Place order') { p99.below 1.2.s }
    journey { p95.below 2.s }
    abortWhen { errorRate.above 25.percent, during: 30.s }
}
