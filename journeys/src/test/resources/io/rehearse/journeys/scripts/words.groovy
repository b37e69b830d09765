// Every word that works today, once.
param 'rate', 20.perSecond
param 'pause', 200.ms, 'between two looks'
param 'page', 2
include 'farewell.groovy'

before {
    target 'shop'
    let run: uuid()
    step('Customer') { post '/customers'; json name: vars.run; save customer: json('$.id'), token: json('$.token'), note: json('$.note').optional() }
    step('Ready') { get "/customers/${vars.customer}"; poll every: 1.s, upTo: 30.s; expect { status 200 } }
}
after {
    target 'shop'
    tracing off
    step('Close') { delete "/customers/${run.customer}"; auth bearer(run.token); redirects 20 }
}

journey('Words', weight: 3) {
    target 'shop'
    feed csv('users.csv'), shuffled
    let key: uuid(), when: now().minus(1.h).iso(), n: sequence('order'), sig: hmacSha256('k', "${vars.n}")
    let dice: random.number(1, 6), code: random.text(8), size: random.pick(['s', 'l']), sum: sha256(vars.username), old: md5('x'), basic: base64("${vars.username}:"), hello: "Hello ${vars.username}"
    onFailure go
    expect('error page') { body.lacks 'sorry' }

    step('Post form') {
        post '/login?from=a b'
        form user: vars.username, pass: vars.password, 'tag[]': ['a', 'b c'], empty: '', none: null
        header 'X-Shop', "shop ${vars.username}"
        header Accept: 'text/html', 'X-Two': 2
        cookie theme: 'dark'
        timeout 2.s
        redirects off
        tag tier: 'gold'
        expect { status 302; header('Location').contains '/home'; cookie('sid').exists() }
        expect('wrong password') { body.lacks 'try again' }
        save next: header('Location'), sid: cookie('sid'), code: status, took: time
    }
    think 1.s
    step('Get') {
        get vars.next
        query page: param('page'), q: "a&${vars.username}"
        auth basic(vars.username, vars.password)
        expect {
            json('$.items[0].id').isNot 0
            json('$.items').notEmpty()
            json('$.items[*].id').count().above 3
            json('$.name').matches 'A.*'
            json('$.gone').absent()
            json('$.user').is vars.username
            regex('v(\\d+)').asNumber().below 10
            time.below 500.ms
        }
        save id: json("\$['items'][-1].id"), all: json('$.items[*].id').all(), number: regex('n=(\\d+)').orElse('0')
        save any: json('$.items[*].id').random(), page: body
    }
    think exponential(param('pause'))
    pace 10.s
    step('Put')    { put "/items/${vars.id}/x?by=${vars.username}"; json name: vars.username, tags: ['a', vars.id, [deep: true]], text: "id \"${vars.id}\"", none: null }
    step('Patch')  { patch '/items'; body "raw ${vars.id}", type: 'text/csv' }
    step('Delete') { delete "${target.url}/items/${vars.any}"; auth bearer(secret('apiToken')) }
    step('Head')   { head '/'; auth digest(vars.username, vars.password) }
    step('Options') { options '/'; auth oauth2('shop'); json([1, 'two', vars.all]) }
    step('Form page') { get '/form' }
    step('Submit') {
        submit 'form[name=login]', button: 'go', user: vars.username, password: vars.password, 'tag[]': ['a', "b ${vars.id}"], remember: null
    }
    step('Submit as it is') { submit '#search' }
    step('Follow') { follow 'a[href*="action=logout"]'; header 'X-Two', 'b' }
    step('Follow next') {
        follow rel: 'next'
        expect { css('h1').contains 'Tea'; css('a.next').attr('href').exists(); link('next').exists() }
        check('as many as it says') { r -> (r.json('$.items') as List).size() == r.json('$.count') }
        save title: css('h1'), href: css('a').attr('href'), more: link('prev').optional()
        save pages: regex('of (\\d+)').asInt(), price: css('.price').asNumber(), half: json('$.n').map { (it as int) / 2 }, raw: regex('<p>(.*)</p>').unescapeHtml()
    }
    for (n in 1..2) {
        step("Page $n") { get "/page/$n" }
    }
    group('Basket') {
        repeat(3) { step('Add') { post '/basket' } }
        repeat(vars.all, as: 'one') { step('Look') { get "/items/${vars.one}" }; think 1.s }
    }
    when(vars.number.present) { step('Numbered') { get '/numbered' } } otherwise { step('Plain') { get '/plain' } }
    when({ it.pages > 1 && run.customer != null }) { step('Pages') { get '/pages' } } otherwise { step('Page') { get '/page' } }
    when(run.note.present) { step('Noted') { get "/customers/${run.customer}?note=${run.note}"; auth bearer(run.token) } }
    chance(12.5.percent) { step('Rare') { get '/rare' } } otherwise { step('Usual') { get '/usual' } }
    perform farewell
    step('Retried') { get '/busy'; retry 3, on: [503, 429, connect, reset], wait: retryAfter }
    step('Polled') { get '/job'; poll every: 200.ms, upTo: 5.s; expectOnly { status 200 } }
    step('Upload') { post '/upload'; form name: vars.username, photo: file('users.csv', type: 'text/csv'), more: [file('users.csv'), bytes(200.MB)] }
    afterwards { delete "/sessions/${vars.sid}" }
    afterwards { delete "/items/${vars.id}" }
}

load('open') {
    poisson
    warmUp 5.perSecond, 30.s
    ramp to: param('rate'), over: 30.s
    hold param('rate'), 1.min
    spike 600.perMinute, 10.s
}
load('closed') { users 8, 1.min, spread: 10.s }
load('walks')  { walks 20, users: 4 }
load('stairs') { stairs from: 10.perSecond, by: 10.perSecond, every: 1.min, upTo: 30.perSecond, until: objectivesFail }
load('spike')  { spike 50.perSecond, 10.s, measured: true }

pass {
    p50.below 100.ms
    p999.below 1.5.s
    max.below 5.s
    errorRate.below 1.percent
    outage.below 5.s
    throughput.above 10.perSecond
    step('Get') { p99.below 300.ms; errorRate.below 2.percent }
    journey('Words') { p95.below 2.s }
    against('main') {
        p99.worseBy 25.percent, atLeast: 10.ms
        errorRate.worseBy 0.5.points
        step('Get') { p95.worseBy 10.percent }
        journey { p95.worseBy 10.percent }
    }
    abortWhen { errorRate.above 25.percent, during: 30.s; p99.above 5.s, during: 10.s }
    budget 99.5.percent, over: 4.h
}
