//! An identifier is one segment of the path, and the service reads exactly it, or the request is refused.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

use docbind_runtime::http::Uri;
use docbind_runtime::model::Json;
use docbind_runtime::{Client, Error, ErrorKind, Identity, Meta, Node, Operation, StaticToken};
use fastrand::Rng;

const BASE: &str = "https://graph.example.com/v1.0";

enum Get {}

impl Operation for Get {
    const META: &'static Meta = &Meta::UNDOCUMENTED;
    type Response = Json;
}

/// What means something to some reader of URLs, or is easily spoilt on the way.
const PARTS: [&str; 40] = [
    "/", "\\", "..", ".", "%", "%2F", "%2f", "%2e", "%252e", "%00", "%", "?", "#", "&", "=", "+", ";", ":", ",", "@",
    "'", "''", "\"", "(", ")", "$", "*", "!", "~", "|", "^", " ", "\u{a0}", "\u{202e}", "\u{feff}", "é", "e\u{301}",
    "…", "💡", "`",
];

/// Bytes that no URL has.
const CONTROLS: [char; 6] = ['\0', '\t', '\n', '\r', '\u{1b}', '\u{7f}'];

fn identifier(random: &mut Rng) -> String {
    let mut id = String::new();
    for _ in 0..random.usize(..8) {
        match random.u8(..16) {
            0..8 => id.extend(random.choice(PARTS)),
            8..13 => id.push(random.alphanumeric()),
            13..15 => id.push(random.char(..)),
            _ => id.extend(random.choice(CONTROLS)),
        }
    }
    id
}

fn uri(node: Node) -> Result<Uri, Error> {
    node.literal("/photo").request::<Get>().build().map(|request| request.uri().clone())
}

/// The segments of a path as a service reads them, which is to say after it took the URL apart; and as the parser of
/// browsers does, which knows dots in disguise.
fn segments(uri: &Uri) -> Vec<String> {
    let parsed = reqwest::Url::parse(&uri.to_string()).unwrap();
    assert_eq!(parsed.path(), uri.path(), "a parser rewrites the path");
    assert_eq!((parsed.query(), parsed.fragment(), parsed.host_str()), (None, None, Some("graph.example.com")));
    let decode = |segment: &str| percent_encoding::percent_decode_str(segment).decode_utf8().unwrap().into_owned();
    uri.path().split('/').skip(1).map(decode).collect()
}

fn check(client: &Client, id: &str) {
    let has_control = id.chars().any(|char| char.is_ascii_control());
    let users = || Node::new(client, "/users");

    let refused = has_control || matches!(id, "" | "." | "..");
    for node in [users().segment(id), users().segment(Identity::id(id))] {
        match uri(node) {
            Ok(uri) => assert_eq!(segments(&uri), ["v1.0", "users", id, "photo"]),
            Err(error) => assert!(refused && error.kind() == ErrorKind::Request, "{id:?}: {error}"),
        }
        assert!(!refused || uri(users().segment(id)).is_err(), "{id:?} is sent");
    }

    // As the value of a key it stands in quotes, where it can be anything.
    match uri(users().segment(Identity::key("mail", id))) {
        Ok(uri) => {
            let key = format!("users(mail='{}')", id.replace('\'', "''"));
            assert_eq!(segments(&uri), ["v1.0", &key, "photo"]);
            assert!(!has_control, "{id:?} is sent");
        }
        Err(error) => assert!(has_control && error.kind() == ErrorKind::Request, "{id:?}: {error}"),
    }
}

fn check_random(count: u64) {
    let client = Client::new(BASE, StaticToken::new("token"));
    for seed in 0..count {
        check(&client, &identifier(&mut Rng::with_seed(seed)));
    }
}

#[test]
fn five_thousand_identifiers_arrive_as_they_are_or_are_refused() {
    let client = Client::new(BASE, StaticToken::new("token"));
    for part in PARTS.into_iter().chain([""]) {
        check(&client, part);
    }
    for char in (0..=0x2ff_u32).filter_map(char::from_u32) {
        check(&client, &char.to_string());
        check(&client, &format!("a{char}"));
    }
    check_random(5_000);
}

#[test]
#[ignore = "takes minutes; run it by name"]
fn a_million_identifiers_arrive_as_they_are_or_are_refused() {
    check_random(1_000_000);
}
