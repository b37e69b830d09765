// 8. The same site as in 7, as a browser sees it.
//
// You learn: submit finds a form on the page before and sends what a browser would, hidden token and all; follow goes
// where a link leads. Nothing needs to be read from the page by hand.
//
//   rehearse run examples/08-pages.groovy --once -v

journey('Guest book by hand') {
    target 'shop'
    feed   csv('shop/users.csv'), circular
    step('Log-in page') { get '/index.php?title=Special:UserLogin' }
    step('Log in')      { submit 'form[name=userlogin]', wpName: vars.username, wpPassword: vars.password }
    step('Edit')        { submit '#editform', button: 'wpSave', wpTextbox1: "Hello from ${vars.username}"
                          expect { body.contains 'Hello from' } }
    step('Log out')     { follow 'a[href*="action=logout"]'; expect { body.contains 'You are logged out' } }
}

load('default') { walks 6, users: 3 }
