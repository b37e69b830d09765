// 1. The smallest journey: one user asks one question.
//
// You learn: a file has a journey (what a user does) and a load (how many do it). A journey has steps, and a step
// is one request. The step passes when the answer's status is below 400.
//
//   rehearse run examples/01-first-journey.groovy
//   rehearse run examples/01-first-journey.groovy --once -v        shows the request and the answer

journey('First journey') {
    target 'shop'                       // a name; env/default.yaml says where it is

    step('Is the shop there') {
        get '/health'
    }
}

load('default') { walks 1 }
