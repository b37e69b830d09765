// journey.groovy with a closure of the user's own in every step.
journey('Order') {
    target 'web'

    step('Log in') {
        post '/login'
        json user: 'ada', pass: 'lovelace'
        save token: json('$.token').map { "t-$it" }
    }
    step('Read') {
        get '/small'
        auth bearer(vars.token)
        expect { status 200 }
        check('knows us') { r -> r.status == 200 && vars.token != 't-' }
    }
    step('Order') {
        post '/order'
        auth bearer(vars.token)
        json item: 'i-17', quantity: 1
        expect { status 201; json('$.state').is 'CONFIRMED' }
        check('has a total') { r -> r.json('$.total') == 12.5 }
    }
}
load('closed') { users 64, 60.min }
