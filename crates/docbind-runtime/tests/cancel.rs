//! A call or a stream that is dropped wherever it waits leaves nothing behind that hurts the next one.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;

use std::future::{Future, IntoFuture as _};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use docbind_runtime::blocking::wait;
use docbind_runtime::mock::{Mock, Reply};
use docbind_runtime::{Client, Method, Token, TokenRequest};
use sample::User;

/// What a future has within so many polls; then it is dropped.
fn first_polls<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut cx) = (pin!(future), Context::from_waker(Waker::noop()));
    (0..times).find_map(|_| match future.as_mut().poll(&mut cx) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    })
}

fn service() -> (Mock, Client) {
    let mock = Mock::new("https://graph.example.com/v1.0");
    let slow = |reply: Reply| reply.after(Duration::from_secs(1));
    mock.on(Method::Get, "/x")
        .reply(slow(Reply::status(503)))
        .reply(slow(Reply::status(401)))
        .reply(slow(Reply::json(200, "done")));
    let clock = mock.clock().clone();
    let provider = move |_: TokenRequest| {
        let clock = clock.clone();
        async move {
            docbind_runtime::Timer::sleep(&clock, Duration::from_secs(1)).await;
            let number = docbind_runtime::Timer::now(&clock).as_millis();
            Ok(Token::new(format!("token-{number}")).expires_in(Duration::from_secs(3600)))
        }
    };
    let client = mock.builder().token_provider(provider).build().unwrap();
    (mock, client)
}

#[test]
fn a_call_can_be_dropped_wherever_it_waits() {
    let (mut times, mut dropped) = (0, 0);
    loop {
        let (_mock, client) = service();
        let unfinished = first_polls(times, client.raw(Method::Get, "/x").send()).is_none();
        assert_eq!(wait(client.raw(Method::Get, "/x").into_future()).unwrap(), "done", "after {times} polls");
        if !unfinished {
            break;
        }
        (times, dropped) = (times + 1, dropped + 1);
        assert!(times < 1000);
    }
    assert!(dropped > 10, "the call waits in many places: {dropped}");
}

#[test]
fn a_stream_can_be_gone_on_with_wherever_its_next_entry_was_given_up() {
    for times in 0..40 {
        let (mock, client) = service();
        let users = ["1", "2", "3"].map(|id| {
            let mut user = User::new();
            user.id = Some(id.to_owned());
            vec![user]
        });
        mock.on_pages("/users", &users);
        let mut stream = client.raw(Method::Get, "/users").stream_as::<User>();
        let mut ids = Vec::new();
        // What was waited for is not lost: it comes the next time, or it came already.
        loop {
            let next = first_polls(times % 7, stream.try_next());
            let next = next.unwrap_or_else(|| wait(stream.try_next()));
            match next.unwrap() {
                Some(user) => ids.push(user.id.unwrap()),
                None => break,
            }
        }
        assert_eq!(ids, ["1", "2", "3"], "after {times} polls");
    }
}
