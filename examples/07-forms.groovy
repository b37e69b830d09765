// 7. A site with forms, a cookie and hidden tokens.
//
// You learn: cookies are kept and redirects followed as a browser does, so a log-in form needs no word for either. A
// hidden token is read from one page and sent with the next; form encodes it for you. Every user has a session of
// their own.
//
//   rehearse run examples/07-forms.groovy --once -v

journey('Guest book') {
    target 'shop'
    feed   csv('shop/users.csv'), circular

    step('Log-in page') {
        get '/index.php?title=Special:UserLogin'
        expect { body.contains 'id="loginform"' }
        save loginToken: regex('name="wpLoginToken" value="([^"]+)"')
    }
    think 100.ms, 300.ms

    step('Log in') {
        post '/index.php?title=Special:UserLogin'
        form wpName: vars.username, wpPassword: vars.password, wpLoginToken: vars.loginToken
        expect { body.lacks 'id="loginform"' }          // the page that the redirect leads to
        save editToken: regex('name="wpEditToken" value="([^"]+)"')
    }
    think 100.ms, 300.ms

    step('Edit') {
        post '/index.php?title=Guestbook&action=submit'
        form wpTextbox1: "Hello from ${vars.username}", wpEditToken: vars.editToken, wpSave: 'Save page'
        expect { body.contains 'Hello from' }
        save logoutToken: regex('logoutToken=([0-9a-f]+)')
    }

    step('Log out') {
        get '/index.php?title=Special:UserLogout&action=logout'
        query logoutToken: "${vars.logoutToken}+\\"     // the shop's tokens end in these two characters
        expect { body.contains 'You are logged out' }
    }
}

load('default') { walks 6, users: 3 }
