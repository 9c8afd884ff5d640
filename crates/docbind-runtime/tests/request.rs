//! What a request is before it is sent: method, URL, headers, body, dry run.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;

use std::sync::LazyLock;

use docbind_runtime::model::{DateTime, Guid};
use docbind_runtime::permissions::{Permissions, Requirement, Scheme};
use docbind_runtime::query::Predicate;
use docbind_runtime::{
    Arg, Client, Collection, ErrorKind, Expand, Filter, HeaderMeta, Meta, Method, Node, Operation, Orderby, Request,
    Search, Select, StaticToken, Top,
};
use sample::{AgeGroup, License, SetPasswordBody, User};

enum List {}

static PERMISSIONS: Permissions =
    Permissions { application: Requirement::any_of(&["User.Read.All", "User.ReadWrite.All"]), ..Permissions::UNKNOWN };

impl Operation for List {
    const META: &'static Meta = &Meta {
        id: "users.List",
        method: Method::Get,
        path: "/users",
        summary: "List users",
        permissions: &PERMISSIONS,
        query_options: &["$select", "$filter"],
        headers: &[HeaderMeta { name: "ConsistencyLevel", value: None, required: false }],
        docs: "api/user-list.md",
        line: 12,
        ..Meta::UNDOCUMENTED
    };
    type Response = Collection<User>;
}
impl Select for List {}
impl Filter for List {}
impl Expand for List {}
impl Orderby for List {}
impl Top for List {}
impl Search for List {}

enum SetPassword {}

impl Operation for SetPassword {
    const META: &'static Meta = &Meta { id: "users.SetPassword", method: Method::Post, ..*List::META };
    type Response = ();
}

enum Delete {}

impl Operation for Delete {
    const META: &'static Meta = &Meta {
        id: "users.Delete",
        method: Method::Delete,
        headers: &[
            HeaderMeta { name: "Authorization", value: None, required: true },
            HeaderMeta { name: "Content-Type", value: None, required: true },
            HeaderMeta { name: "If-Match", value: None, required: true },
        ],
        ..*List::META
    };
    type Response = ();
}

fn client() -> Client {
    // One for all tests: setting up TLS takes its time.
    static CLIENT: LazyLock<Client> =
        LazyLock::new(|| Client::new("https://graph.example.com/v1.0/", StaticToken::new("top-secret")));
    CLIENT.clone()
}

fn list() -> Request<List> {
    Node::new(&client(), "/users").request()
}

fn query(request: Request<List>) -> String {
    let uri = request.build().unwrap().uri().to_string();
    uri.strip_prefix("https://graph.example.com/v1.0/users").unwrap().to_owned()
}

#[test]
fn options_are_encoded_with_percent_signs_and_never_with_plus() {
    assert_eq!(
        query(list().select((User::DISPLAY_NAME, User::ACCOUNT_ENABLED)).top(5).query("$x", "a+b &c#d")),
        "?$select=displayName,accountEnabled&$top=5&$x=a%2Bb%20%26c%23d"
    );
    assert_eq!(query(list().query("a=b&c", "d=e")), "?a%3Db%26c=d=e");
    assert_eq!(
        query(list().filter(User::ACCOUNT_ENABLED.eq(true).and(User::DISPLAY_NAME.starts_with("O'")))),
        "?$filter=accountEnabled%20eq%20true%20and%20startswith(displayName,%27O%27%27%27)"
    );
    assert_eq!(
        query(list().select(["id", "mail"]).orderby((User::DISPLAY_NAME.desc(), "id"))),
        "?$select=id,mail&$orderby=displayName%20desc,id"
    );
    assert_eq!(
        query(
            list().expand((User::MANAGER.select(("id", User::DISPLAY_NAME)).expand("manager"), User::REPORTS.top(3)))
        ),
        "?$expand=manager($select=id,displayName;$expand=manager),directReports($top=3)"
    );
}

#[test]
fn literals_of_a_filter_keep_to_their_type() {
    fn text<T>(predicate: Predicate<T>) -> String {
        predicate.as_str().to_owned()
    }
    let guid: Guid = "7d1d2e2c-6f4e-4c7c-9d0a-1b1f0a3f6a55".parse().unwrap();
    assert_eq!(
        text(User::LICENSES.any(|license| license.get(License::SKU_ID).eq(&guid))),
        "licenses/any(x:x/skuId eq 7d1d2e2c-6f4e-4c7c-9d0a-1b1f0a3f6a55)"
    );
    assert_eq!(text(User::AGE_GROUP.ne(AgeGroup::Minor)), "ageGroup ne 'minor'");
    assert_eq!(text(User::BUSINESS_PHONES.any(|phone| phone.eq("1"))), "businessPhones/any(x:x eq '1')");
    assert_eq!(text(User::DISPLAY_NAME.in_(["a", "b'c"])), "displayName in ('a','b''c')");
    assert_eq!(text(!User::DISPLAY_NAME.is_null()), "not(displayName eq null)");
    let time: DateTime = "2031-01-30T08:30:00Z".parse().unwrap();
    assert_eq!(text(User::CREATED_DATE_TIME.ge(time)), "createdDateTime ge 2031-01-30T08:30:00Z");
    // Text that only claims to be a GUID or a date stays one value.
    let hostile = Guid::from_text("x or 1 eq 1");
    assert_eq!(text(License::SKU_ID.eq(hostile)), "skuId eq 'x or 1 eq 1'");
    assert_eq!(
        text(
            Predicate::from("a eq 1 or b eq 2").and(User::ACCOUNT_ENABLED.eq(true).or(User::ACCOUNT_ENABLED.is_null()))
        ),
        "(a eq 1 or b eq 2) and (accountEnabled eq true or accountEnabled eq null)"
    );
}

#[test]
fn counting_and_searching_bring_the_documented_header() {
    let request = list().search("displayName:\"Ada\" x").build().unwrap();
    assert_eq!(request.headers().get("ConsistencyLevel").unwrap(), "eventual");
    assert_eq!(request.uri().query(), Some("$search=%22displayName:%5C%22Ada%5C%22%20x%22"));
    assert_eq!(list().search("\"a:b\"").build().unwrap().uri().query(), Some("$search=%22a:b%22"));
}

fn path(node: impl FnOnce(Node) -> Node) -> Result<String, ErrorKind> {
    let request = node(Node::new(&client(), "")).request::<List>().build().map_err(|error| error.kind())?;
    Ok(request.uri().to_string().strip_prefix("https://graph.example.com/v1.0").unwrap().to_owned())
}

#[test]
fn an_id_is_one_segment_or_refused() {
    for id in ["a/b", "a?b#c", "%2F", "é", "a b", "'", "..a", "a\\b", "%2e%2e", "a)/b", "ada@example.com", "…"] {
        let path = path(|node| node.literal("/users").segment(id).literal("/x")).unwrap();
        let segment = path.strip_prefix("/users/").unwrap().strip_suffix("/x").unwrap().to_owned();
        assert!(segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{segment}");
        assert_eq!(percent_encoding::percent_decode_str(&segment).decode_utf8().unwrap(), id);
    }
    for id in ["", ".", "..", "a\0", "a\r\nb", "a\tb", "\u{7F}"] {
        assert_eq!(path(|node| node.literal("/users").segment(id)), Err(ErrorKind::Request), "{id:?}");
        assert_eq!(path(|node| node.literal("/root").path_address(id, false)), Err(ErrorKind::Request), "{id:?}");
    }
}

#[test]
fn functions_keys_and_addresses() {
    assert_eq!(
        path(|node| node.literal("/w").function("/range", &[("address", Arg::Quoted("O'A1:B2/.."))])).unwrap(),
        "/w/range(address='O%27%27A1%3AB2%2F..')"
    );
    assert_eq!(
        path(|node| node.function("/f", &[("a", Arg::Bare("1)/x")), ("b", Arg::Bare("true"))])).unwrap(),
        "/f(a=1%29%2Fx,b=true)"
    );
    assert_eq!(path(|node| node.literal("/apps").key(&[("appId", Arg::Quoted("1"))])).unwrap(), "/apps(appId='1')");
    assert_eq!(path(|node| node.function("/delta", &[])).unwrap(), "/delta()");
    assert_eq!(path(|node| node.literal("/x").key(&[("", Arg::Quoted("a"))])).unwrap(), "/x('a')");
    assert_eq!(
        path(|node| node.literal("/root").path_address("/a b/c#.txt", true).literal("/content")).unwrap(),
        "/root:/a%20b/c%23.txt:/content"
    );
    assert_eq!(path(|node| node.literal("/root").path_address("a/../b", true)), Err(ErrorKind::Request));
    assert_eq!(path(|node| node.function("/f", &[("a", Arg::Bare(""))])), Err(ErrorKind::Request));
    assert_eq!(path(|node| node.function("/f", &[("a", Arg::Quoted("\n"))])), Err(ErrorKind::Request));
    assert_eq!(path(|node| node.literal("/x").query("a", "b c")).unwrap(), "/x?a=b%20c");
}

#[test]
fn headers_cannot_smuggle_anything() {
    for (name, value) in [
        ("Prefer", "x\r\nAuthorization: y"),
        ("Prefer", "x\0"),
        ("Prefer", "é"),
        ("Bad Name", "x"),
        ("", "x"),
        ("authorization", "Bearer x"),
        ("Host", "evil.example"),
        ("content-length", "0"),
    ] {
        let error = list().header(name, value).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{name}: {value}");
        assert!(!format!("{error:?}").contains("Bearer x"));
    }
    let request = list().header("Prefer", "a").header("Prefer", "b").header("If-Match", "x").header("If-Match", "y");
    let request = request.build().unwrap();
    assert_eq!(request.headers().get_all("prefer").iter().count(), 2);
    assert_eq!(request.headers().get_all("if-match").iter().collect::<Vec<_>>(), ["y"]);
}

#[test]
fn a_dry_run_shows_everything_but_secrets() {
    let mut user = User::new().display_name("Ada");
    user.password = Some("hunter2".into());
    let body = SetPasswordBody { new_password: Some("hunter2".into()), user: Some(user), ..SetPasswordBody::default() };
    let node = Node::new(&client(), "/users").segment("ada").literal("/setPassword");
    let request = node.request_with_json::<SetPassword>(&body).secret_header("x-key", "hunter2");
    let plan = request.plan().unwrap();
    assert_eq!(
        plan.body.as_deref(),
        Some(r#"{"newPassword":"[redacted]","user":{"displayName":"Ada","password":"[redacted]"}}"#)
    );
    assert_eq!(plan.least(Scheme::Application), ["User.Read.All"]);
    let text = plan.to_string();
    assert!(text.starts_with("POST https://graph.example.com/v1.0/users/ada/setPassword\n"), "{text}");
    assert!(text.contains("x-key: [redacted]") && text.contains("api/user-list.md:12"), "{text}");
    assert!(!text.contains("hunter2") && !format!("{plan:?}{request:?}").contains("hunter2"));
    // What is sent is the body itself.
    let sent = request.build().unwrap();
    assert_eq!(sent.body(), r#"{"newPassword":"hunter2","user":{"displayName":"Ada","password":"hunter2"}}"#);
    assert_eq!(sent.headers().get("content-type").unwrap(), "application/json");
    assert!(!sent.headers().contains_key("authorization"));
}

#[test]
fn a_dry_run_names_the_headers_that_are_missing() {
    let delete = || Node::new(&client(), "/users").segment("ada").request::<Delete>();
    assert_eq!(delete().plan().unwrap().missing_headers, ["If-Match"]);
    assert_eq!(delete().if_match("W/\"1\"").plan().unwrap().missing_headers, [""; 0]);
}

#[test]
fn an_undocumented_request_stays_at_the_origin_of_the_client() {
    let client = client();
    let url = |url: &str| client.raw(Method::Get, url).build().map(|request| request.uri().to_string());
    assert_eq!(url("/me?$top=1").unwrap(), "https://graph.example.com/v1.0/me?$top=1");
    assert_eq!(url("me").unwrap(), "https://graph.example.com/v1.0/me");
    assert_eq!(url("https://graph.example.com/beta/me").unwrap(), "https://graph.example.com/beta/me");
    for foreign in [
        "https://graph.example.com.evil.example/",
        "http://graph.example.com/v1.0/me",
        "https://graph.example.com:8443/",
        "https://a@graph.example.com/",
        "//evil.example/",
        "https://graph.example.com\\.evil.example/",
    ] {
        assert_eq!(url(foreign).unwrap_err().kind(), ErrorKind::ForeignLink, "{foreign}");
    }
    for bad in ["/../beta/me", "/a b", "/a\\b", "/a\r\nb"] {
        assert_eq!(url(bad).unwrap_err().kind(), ErrorKind::Request, "{bad}");
    }
    assert_eq!(
        client.raw(Method::Get, "/me?$top=1").select("id").build().unwrap().uri().query(),
        Some("$top=1&$select=id")
    );
}

#[test]
fn nothing_prints_a_token() {
    let client = client();
    let list = list().query("$skiptoken", "top-secret");
    let error = Node::new(&client, "/users").segment("..").request::<List>().build().unwrap_err();
    let text = format!("{client:?} {list:?} {error:?} {error} {:?}", StaticToken::new("top-secret"));
    assert!(!text.contains("top-secret"), "{text}");
}

#[test]
fn a_base_url_that_cannot_be_used_is_told() {
    for base in ["", "graph.example.com", "ftp://x", "https://x?y", "https://a@b"] {
        assert!(Client::builder(base).build().is_err(), "{base}");
        let request = Client::new(base, StaticToken::new("x")).raw(Method::Get, "/me");
        assert!(request.build().is_err(), "{base}");
    }
}

/// A build without any transport can still show what it would send.
#[cfg(not(feature = "reqwest"))]
#[test]
fn without_a_transport_only_sending_fails() {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    let client = Client::builder("https://graph.example.com").build().unwrap();
    let request = client.raw(Method::Get, "/users");
    assert_eq!(request.plan().unwrap().url, "https://graph.example.com/users");
    let mut sending = pin!(request.send());
    let Poll::Ready(answer) = sending.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { return };
    let error = answer.err().map(|error| (error.kind(), error.to_string())).unwrap();
    assert!(error.0 == ErrorKind::Request && error.1.contains("there is no transport"), "{error:?}");
}
