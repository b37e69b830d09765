// 3. Many users, each with a name and a password of their own.
//
// You learn: feed gives every walk one row of a file; its columns are vars. circular begins again after the last row.
// think is the pause a person makes. A param can be set at the command line.
//
//   rehearse run examples/03-data.groovy
//   rehearse run examples/03-data.groovy --set walks=5

param 'walks', 24, 'how often the journey is walked'

journey('Different users') {
    target 'shop'
    feed   csv('shop/users.csv'), circular              // vars.username, vars.password

    step('Log in') {
        post '/api/login'
        json user: vars.username, pass: vars.password   // quotes and other odd characters are escaped for you
        save token: json('$.token')
    }
    think 100.ms, 300.ms

    step('Search') {
        get '/api/items'
        query q: 'blue lamp'
        auth bearer(vars.token)
    }
}

load('default') { walks param('walks'), users: 6 }      // six at a time
