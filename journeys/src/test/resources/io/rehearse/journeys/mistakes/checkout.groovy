param 'rate', 50.perSecond, 'users starting per second in the steady part'

journey('Checkout') {
    target 'shop'
    feed   csv('users.csv'), circular

    step('Log in') {
        // a browser would send the form
        post '/api/login'
        json user: vars.username, pass: vars.password
        // what the service
        // hands out
        save token: json('$.token')
    }
    think 1.s, 3.s





    step('Browse list') {
        // the first page
        gett '/api/items?page=1'
        auth bearer(vars.tokn)
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
    afterwards { delete "/api/orders/${vars.orderId}"; auth bearer(vars.token) }
}

load('steady') {
    warmUp 5.perSecond, 30.s
    ramp   to: param('rate'), over: 30.s
    hold   param('rate'), 5.min
}
load('gate')   { warmUp 20.perSecond, 15.s; hold 50.perSecond, 60.s }
load('canary') { hold 1.perSecond, forever }
load('closed') { users 64, 1.min }
load('twenty') { walks 20, users: 4 }
load('search') { stairs from: 10.perSecond, by: 10.perSecond, every: 1.min, until: objectivesFail }

pass {
    // every step on
    // its own
    p99.below 800
    errorRate.below 1.percent
    step('Place oder') { p99.below 1.2.s }
    journey { p95.below 2.s }
}
