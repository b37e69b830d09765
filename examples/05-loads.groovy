// 5. How many users, and when.
//
// You learn: a journey can be run under any of the file's loads. An open load says how many users begin per second,
// whatever the server does; a closed one how many are there at once. Warm-up and ramp are shown and never judged.
//
//   rehearse run examples/05-loads.groovy                      the load named default
//   rehearse run examples/05-loads.groovy --load stairs        how much can it take?
//   rehearse plan examples/05-loads.groovy                     what would be done, without doing it

param 'rate', 20.perSecond, 'users starting per second'

journey('Browse') {
    target 'shop'
    feed   csv('shop/users.csv'), circular

    step('Log in') {
        post '/api/login'
        json user: vars.username, pass: vars.password
        save token: json('$.token')
    }
    think 200.ms, 600.ms

    step('Browse list') {
        get '/api/items?page=2'
        auth bearer(vars.token)
    }
}

load('default') { warmUp param('rate'), 2.s; hold param('rate'), 5.s }
load('ramp')    { ramp to: param('rate'), over: 5.s; hold param('rate'), 10.s }
load('random')  { poisson; hold param('rate'), 10.s }           // arrivals as independent users make them
load('spike')   { hold 10.perSecond, 10.s; spike 100.perSecond, 2.s; hold 10.perSecond, 10.s }
load('closed')  { users 20, 10.s }                              // 20 users, each begins again when done
load('stairs')  { stairs from: 10.perSecond, by: 10.perSecond, every: 10.s, until: objectivesFail }
load('canary')  { hold 1.perSecond, forever }                   // until you stop it
load('twenty')  { walks 20, users: 4 }                          // exactly 20

pass { p99.below 500.ms }
