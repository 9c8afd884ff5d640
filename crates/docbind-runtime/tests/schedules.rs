//! Many runs against a service that fails at random, on a clock of its own. Whatever happens: no token is sent to
//! another origin, nothing is done twice that must not be, no entry is lost or comes twice, no call outlasts its time,
//! every stream ends. A seed that fails is printed, and fails again.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed expectation is the point of a test")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use docbind_runtime::blocking::wait;
use docbind_runtime::bytes::Bytes;
use docbind_runtime::http::{Request, Response};
use docbind_runtime::mock::{Clock, Mock};
use docbind_runtime::model::{Json, json};
use docbind_runtime::transport::{Body, TransportError, TransportErrorKind};
use docbind_runtime::{BoxFuture, Client, Method, Timer as _, Token, TokenRequest, Transport};

const BASE: &str = "https://graph.example.com/v1.0";
const PAGES: u64 = 4;
const TIME: Duration = Duration::from_secs(60);

#[derive(Clone)]
struct Chaos {
    clock: Clock,
    state: Arc<Mutex<State>>,
}

struct State {
    random: fastrand::Rng,
    /// How many of ten answers are good.
    good: u8,
    /// By the number that all attempts of one call share: how often the service may have acted.
    acted: HashMap<String, u32>,
    problems: Vec<String>,
}

impl Chaos {
    fn answer(&self, request: &Request<Bytes>) -> (Duration, Option<Result<Response<Body>, TransportError>>) {
        let mut state = self.state.lock().unwrap();
        let own = request.uri().host() == Some("graph.example.com") && request.uri().scheme_str() == Some("https");
        let tokens = request.headers().get_all("authorization").iter().count();
        if tokens != usize::from(own) {
            state.problems.push(format!("{tokens} tokens at {}", request.uri()));
        }
        if !own {
            return (Duration::ZERO, Some(Ok(Response::builder().status(404).body(Body::from("")).unwrap())));
        }
        let delay = Duration::from_millis(state.random.u64(0..3000));
        let pick = if state.random.u8(0..10) < state.good { 0 } else { state.random.u8(1..18) };
        let status = |status: u16, headers: &[(&str, &str)]| {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(*name, *value);
            }
            Some(Ok(response.body(Body::from("")).unwrap()))
        };
        let fails = |kind| Some(Err(TransportError::new(kind, "chaos")));
        // What tells a client that nothing was done.
        let idle = matches!(pick, 1 | 2 | 3 | 4 | 10 | 13 | 14 | 15 | 16 | 17);
        if !idle && *request.method() == "POST" {
            let call = request.headers()["client-request-id"].to_str().unwrap().to_owned();
            let acted = state.acted.entry(call).or_default();
            *acted += 1;
            if *acted > 1 {
                state.problems.push("a POST was done twice".to_owned());
            }
        }
        let answer = match pick {
            0 => Some(Ok(Response::new(Body::from(good(request).to_string())))),
            1 => status(429, &[("retry-after", "2.5")]),
            2 => status(429, &[]),
            3 => status(503, &[("retry-after", "1")]),
            4 => fails(TransportErrorKind::NotSent),
            5 => status(500, &[]),
            6 => status(502, &[]),
            7 => status(504, &[("retry-after", "0")]),
            8 => fails(TransportErrorKind::Broken),
            9 => fails(TransportErrorKind::TimedOut),
            10 => status(429, &[("retry-after", "86400")]),
            11 => None,
            12 => status(503, &[]),
            13 => status(302, &[("location", "https://storage.example/x?sig=1")]),
            14 => status(307, &[("location", "https://storage.example/y")]),
            15 => status(401, &[]),
            16 => status(401, &[("www-authenticate", "Bearer claims=\"eyJhIjoxfQ==\"")]),
            _ => status(403, &[]),
        };
        (delay, answer)
    }
}

/// A page of three numbers, or what a POST made.
fn good(request: &Request<Bytes>) -> Json {
    let page = request.uri().query().and_then(|query| query.strip_prefix("page=")?.parse().ok()).unwrap_or(0_u64);
    let entries = [page * 3, page * 3 + 1, page * 3 + 2];
    match page + 1 < PAGES {
        true => json!({ "value": entries, "@odata.nextLink": format!("{BASE}/list?page={}", page + 1) }),
        false => json!({ "value": entries }),
    }
}

impl Transport for Chaos {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let (delay, answer) = self.answer(&request);
        Box::pin(async move {
            self.clock.sleep(delay).await;
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }
}

fn run(seed: u64) {
    let mock = Mock::new(BASE);
    let clock = mock.clock().clone();
    let mut random = fastrand::Rng::with_seed(seed);
    let good = random.u8(0..10);
    let state = State { random, good, acted: HashMap::new(), problems: Vec::new() };
    let chaos = Chaos { clock: clock.clone(), state: Arc::new(Mutex::new(state)) };
    let provider = |_: TokenRequest| async { Ok(Token::new("chaos-token").expires_in(Duration::from_secs(900))) };
    let client = Client::builder(BASE).token_provider(provider).transport(chaos.clone()).timer(clock.clone());
    let client = client.timeout(TIME).build().unwrap();

    for method in [Method::Get, Method::Post, Method::Post, Method::Delete, Method::Patch] {
        let before = clock.elapsed();
        let _ = wait(client.raw(method, "/x").json(&1).send_as::<()>());
        assert!(clock.elapsed() - before <= TIME, "seed {seed}: a call of {method} outlasts its time");
    }

    // A reader that goes on from the links of errors gets every entry, once.
    let (mut link, mut seen, mut is_done) = (format!("{BASE}/list"), Vec::new(), false);
    for _ in 0..200 {
        let (mut entries, mut failed) = (client.raw(Method::Get, &link).stream_as::<i64>(), None);
        for polled in 0.. {
            assert!(polled < 100, "seed {seed}: a stream does not end");
            match wait(entries.try_next()) {
                Ok(Some(entry)) => {
                    seen.push(entry);
                    failed = None;
                }
                Ok(None) => break,
                Err(error) => failed = error.link().map(str::to_owned),
            }
        }
        match failed {
            Some(next) => link = next,
            None => {
                is_done = true;
                break;
            }
        }
    }
    let expected: Vec<i64> = (0..12).collect();
    let complete = if is_done { expected.len() } else { seen.len() };
    assert_eq!(seen, expected[..complete.min(expected.len())], "seed {seed}");
    assert!(is_done || good == 0, "seed {seed}: it does not come to its end");
    let problems = &chaos.state.lock().unwrap().problems;
    assert!(problems.is_empty(), "seed {seed}: {problems:?}");
}

#[test]
fn three_hundred_schedules() {
    (0..300).for_each(run);
}

#[test]
#[ignore = "takes minutes; run it by name"]
fn ten_thousand_schedules() {
    (0..10_000).for_each(run);
}
