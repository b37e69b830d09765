def farewell = fragment { step('Farewell') { get '/farewell' } }
