//! Tokens: kept while they are good, asked for once by however many calls, and never waited for longer than a call may.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod script;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use docbind_runtime::{
    BoxFuture, Client, ErrorKind, Method, StaticToken, Token, TokenError, TokenProvider, TokenRequest,
};
use script::{Script, reply};
use tokio::sync::Notify;

/// Gives `token-1`, `token-2`, … when it is told to.
#[derive(Clone, Default)]
struct Provider(Arc<State>);

#[derive(Default)]
struct State {
    asked: AtomicUsize,
    go: Notify,
    lifetime: Option<Duration>,
    fails: bool,
    waits: bool,
}

impl Provider {
    fn new(lifetime: Option<u64>, waits: bool, fails: bool) -> Self {
        let lifetime = lifetime.map(Duration::from_secs);
        Self(Arc::new(State { lifetime, waits, fails, ..State::default() }))
    }

    fn asked(&self) -> usize {
        self.0.asked.load(Ordering::SeqCst)
    }
}

impl TokenProvider for Provider {
    fn token(&self, _request: TokenRequest) -> BoxFuture<'_, Result<Token, TokenError>> {
        let number = self.0.asked.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move {
            if self.0.waits {
                self.0.go.notified().await;
            }
            if self.0.fails {
                return Err(format!("refused {number}").into());
            }
            let token = Token::new(format!("token-{number}"));
            Ok(match self.0.lifetime {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            })
        })
    }
}

fn client(script: &Script, provider: &Provider) -> Client {
    script.builder().token_provider(provider.clone()).build().unwrap()
}

fn answers(count: usize) -> Script {
    Script::new((0..count).map(|_| reply(204, &[], "")))
}

async fn call(client: Client) -> Result<(), docbind_runtime::Error> {
    client.raw(Method::Get, "/x").send_as::<()>().await.map(|_| ())
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    let (script, provider) = (answers(5), Provider::new(Some(3600), false, false));
    let client = client(&script, &provider);
    for (wait, asked) in [(0, 1), (3200, 1), (99, 1), (2, 2), (3000, 2)] {
        script.pass(Duration::from_secs(wait));
        call(client.clone()).await.unwrap();
        assert_eq!(provider.asked(), asked, "after {wait} s more");
    }
    // One that says nothing of its end is the provider's to keep.
    let (script, provider) = (answers(2), Provider::new(None, false, false));
    let client = self::client(&script, &provider);
    call(client.clone()).await.unwrap();
    call(client).await.unwrap();
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_hundred_calls_ask_once() {
    for fails in [false, true] {
        let (script, provider) = (answers(100), Provider::new(Some(3600), true, fails));
        let client = client(&script, &provider);
        let calls: Vec<_> = (0..100).map(|_| tokio::spawn(call(client.clone()))).collect();
        // All of them are to wait before the answer comes.
        for _ in 0..9 {
            tokio::task::yield_now().await;
        }
        provider.0.go.notify_one();
        for call in calls {
            let result = call.await.unwrap();
            assert_eq!(result.is_err(), fails);
            if let Err(error) = result {
                assert_eq!(error.kind(), ErrorKind::Token);
                let source = std::error::Error::source(&error).unwrap();
                assert_eq!(source.to_string(), "refused 1");
            }
        }
        assert_eq!(provider.asked(), 1);
    }
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_token_does_not_stop_the_others() {
    let (script, provider) = (answers(2), Provider::new(Some(3600), true, false));
    let client = client(&script, &provider);
    let first = tokio::spawn(call(client.clone()));
    tokio::task::yield_now().await;
    let second = tokio::spawn(call(client.clone()));
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    provider.0.go.notify_one();
    second.await.unwrap().unwrap();
    assert_eq!(provider.asked(), 1);
}

#[tokio::test]
async fn a_provider_that_hangs_is_cut_off_and_asked_anew() {
    let (script, provider) = (answers(1), Provider::new(Some(3600), true, false));
    let client = client(&script, &provider);
    let error = client.raw(Method::Get, "/x").timeout(Duration::from_secs(1)).send_as::<()>().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 0));
    // Nobody waits for the first question any more.
    provider.0.go.notify_one();
    call(client).await.unwrap();
    assert_eq!(provider.asked(), 2);
}

#[tokio::test]
async fn a_kept_token_that_the_service_refuses_is_replaced_once() {
    let refused = || reply(401, &[], "");
    let script = Script::new([refused(), reply(204, &[], ""), refused(), refused()]);
    let provider = Provider::new(Some(3600), false, false);
    let client = client(&script, &provider);
    call(client.clone()).await.unwrap();
    let sent = |index: usize| script.requests()[index].headers()["authorization"].to_str().unwrap().to_owned();
    assert_eq!((sent(0), sent(1)), ("Bearer token-1".to_owned(), "Bearer token-2".to_owned()));
    // A second refusal is told.
    let error = call(client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), provider.asked()), (401, 2, 3));
    // A provider that has no other token is not answered with a second request.
    let script = Script::new([reply(401, &[], "")]);
    let same = |_: TokenRequest| async { Ok(Token::new("the-same").expires_in(Duration::from_secs(3600))) };
    let client = script.builder().token_provider(same).build().unwrap();
    let error = call(client).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 1));
}

#[tokio::test]
async fn an_empty_token_is_not_sent() {
    for empty in ["", " ", "\t"] {
        let script = answers(0);
        let client = script.builder().token_provider(StaticToken::new(empty)).build().unwrap();
        let error = call(client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Token, 0));
    }
}

#[tokio::test]
async fn a_function_is_told_what_the_token_is_for() {
    let challenge = &[("www-authenticate", r#"Bearer claims="eyJhIjoxfQ==""#)];
    let script = Script::new([reply(401, challenge, ""), reply(204, &[], "")]);
    let provider = |request: TokenRequest| async move {
        assert_eq!(*request.scopes, ["https://graph.example.com/.default"]);
        Ok(Token::new(request.claims.map_or_else(|| "plain".to_owned(), |claims| format!("with {claims}"))))
    };
    call(script.builder().token_provider(provider).build().unwrap()).await.unwrap();
    assert_eq!(script.requests()[1].headers()["authorization"], r#"Bearer with {"a":1}"#);
}

#[tokio::test]
async fn clients_share_no_token() {
    let (script, provider) = (answers(2), Provider::new(Some(3600), false, false));
    call(client(&script, &provider)).await.unwrap();
    call(client(&script, &provider)).await.unwrap();
    assert_eq!(provider.asked(), 2);
}
