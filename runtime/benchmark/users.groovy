// Users who think: what one more of them costs. runtime/benchmark/users
journey('Think') {
    target 'shop'
    step('Log in') { post '/api/login'; json user: 'anna', pass: 'blue-kettle-17' }
    think 10.s
}
load('few')  { users 100, 70.s, spread: 10.s }
load('many') { users 10_100, 70.s, spread: 10.s }
