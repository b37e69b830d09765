// One fixed request, its status checked: what wrk does.
journey('Fixed') {
    target 'web'

    step('Get') {
        get '/small'
        expect { status 200 }
    }
}
load('closed')  { users 64, 60.min }
load('open')    { warmUp 10000.perSecond, 8.s; hold 10000.perSecond, 15.s }
load('cold')    { hold 10000.perSecond, 10.s }
load('long')    { warmUp 10000.perSecond, 10.s; hold 10000.perSecond, 10.min }
load('thousand') { warmUp 1000.perSecond, 5.s; hold 1000.perSecond, 15.s }
pass { errorRate.below 1.percent }
