// Users who think: what one more of them costs. runtime/benchmark/users
journey('Think') {
    target 'shop'
    step('Look') { get '/health' }
    think 10.s
}
load('few')  { users 100, 70.s, spread: 10.s }
load('many') { users 10_100, 70.s, spread: 10.s }
