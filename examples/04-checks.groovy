// 4. What a good answer is.
//
// You learn: a status of 400 or more fails a step unless the step expects it, so a negative test is one line. expect
// looks at the status, at headers, at JSON, at the text. The first check that fails ends the walk and is reported with
// its line, what was expected and what came.
//
//   rehearse run examples/04-checks.groovy
//   Change a value below and run it again to see a check fail.

journey('Checks') {
    target 'shop'

    step('Wrong password') {
        post '/api/login'
        json user: 'anna', pass: 'not hers'
        expect { status 401; json('$.error').contains 'wrong' }
    }

    step('Log in') {
        post '/api/login'
        json user: 'anna', pass: 'blue-kettle-17'
        expect { json('$.token').matches '[0-9a-f]{32}' }
        save token: json('$.token')
    }

    step('Browse list') {
        get '/api/items?page=1'
        auth bearer(vars.token)
        expect {
            header('Content-Type').is 'application/json'
            json('$.items').notEmpty()
            json('$.items[0].name').is 'Black bag'
            json('$.page').is 1
            json('$.next').absent()
            body.lacks 'error'
            time.below 2.s
        }
    }

    step('An order of nobody') {
        get '/api/orders/A0'
        auth bearer(vars.token)
        expect { status 404 }
    }
}

load('default') { walks 3 }
