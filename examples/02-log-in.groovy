// 2. Log in and use what the answer contains.
//
// You learn: save takes a value out of an answer, vars gives it to a later step. Each user has values of their own.
// afterwards cleans up when the walk is over, well or badly, and is never measured.
//
//   rehearse run examples/02-log-in.groovy --once -v

journey('Log in and order') {
    target 'shop'

    step('Log in') {
        post '/api/login'
        json user: 'anna', pass: 'blue-kettle-17'
        save token: json('$.token')
    }

    step('Browse list') {
        get '/api/items?page=1'
        auth bearer(vars.token)
        save itemId: json('$.items[*].id').random()     // any of the items shown
    }

    step('Place order') {
        post '/api/orders'
        auth bearer(vars.token)
        json item: vars.itemId, quantity: 1             // a number stays a number
        save orderId: json('$.id')
    }

    step('Look at the order') {
        get "/api/orders/${vars.orderId}"
        auth bearer(vars.token)
    }

    afterwards { delete "/api/orders/${vars.orderId}"; auth bearer(vars.token) }
}

load('default') { walks 1 }
