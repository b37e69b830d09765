// Log in (a value out of JSON), read (that value in a header), order (a JSON body, its answer checked).
journey('Order') {
    target 'web'

    step('Log in') {
        post '/login'
        json user: 'ada', pass: 'lovelace'
        save token: json('$.token')
    }
    step('Read') {
        get '/small'
        auth bearer(vars.token)
        expect { status 200 }
    }
    step('Order') {
        post '/order'
        auth bearer(vars.token)
        json item: 'i-17', quantity: 1
        expect { status 201; json('$.state').is 'CONFIRMED' }
    }
}
load('closed') { users 64, 60.min }
