// 6. What is good enough, in numbers.
//
// You learn: pass sets limits for every step, for one step, for the whole journey. They decide the exit code: 0 passed,
// 1 failed, 3 not enough to tell. A p95 needs 200 answers before it can pass. abortWhen ends a run that has become
// pointless.
//
//   rehearse run examples/06-objectives.groovy                 and look at its exit code

journey('Browse') {
    target 'shop'
    feed   csv('shop/users.csv'), shuffled

    step('Log in') {
        post '/api/login'
        json user: vars.username, pass: vars.password
        save token: json('$.token')
    }

    step('Browse list') {
        get '/api/items?page=1'
        auth bearer(vars.token)
    }
}

load('default') { warmUp 30.perSecond, 2.s; hold 30.perSecond, 10.s }

pass {
    p95.below 400.ms                                    // each step on its own
    errorRate.below 1.percent
    outage.below 2.s                                    // no time without any success
    throughput.above 20.perSecond
    step('Browse list') { p50.below 100.ms; p95.below 200.ms }
    journey { p95.below 600.ms }
    abortWhen { errorRate.above 25.percent, during: 5.s }
}
