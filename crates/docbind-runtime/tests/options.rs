//! Options, headers and identities of requests; limits of pages; values that do not fit.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a failed expectation is the point")]

mod sample;
mod service;

use docbind_runtime::http::{HeaderName, HeaderValue};
use docbind_runtime::model::{Model, json};
use docbind_runtime::request::{header, preference, query};
use docbind_runtime::{
    Client, Collection, Count, ErrorKind, Filter, HeaderMeta, Identity, Meta, Method, Node, Operation, Parameter,
    Request, Select, Top,
};
use sample::User;
use service::{BASE, Service, reply};

enum List {}

impl Operation for List {
    const META: &'static Meta = &Meta {
        id: "users.List",
        path: "/users",
        query_options: &["$select", "$filter", "$top", "$count"],
        headers: &[HeaderMeta { name: "ConsistencyLevel", value: Some("eventual"), required: false }],
        ..Meta::UNDOCUMENTED
    };
    type Response = Collection<User>;
}
impl Select for List {}
impl Filter for List {}
impl Top for List {}
impl Count for List {}

impl List {
    const TIME_ZONE: Parameter<Self, String> = preference("outlook.timezone", true);
    const PAGE_SIZE: Parameter<Self, i64> = preference("odata.maxpagesize", false);
    const MINIMAL: Parameter<Self, ()> = preference("return=minimal", false);
    const HIDDEN: Parameter<Self, bool> = query("includeHidden");
    const IF_NONE_MATCH: Parameter<Self, String> = header("If-None-Match");
}

fn list(client: &Client) -> Request<List> {
    Node::new(client, "/users").request()
}

fn url(request: Request<List>) -> String {
    request.build().unwrap().uri().to_string().replace(BASE, "")
}

fn client() -> Client {
    Service::script([]).client()
}

#[test]
fn what_is_set_twice_is_replaced() {
    let client = client();
    assert_eq!(url(list(&client).top(1).select("id").top(2)), "/users?$select=id&$top=2");
    assert_eq!(url(list(&client).query("$top", "1").top(2)), "/users?$top=2");
    assert_eq!(url(list(&client).top(1).query("$top", "2")), "/users?$top=2");
    assert_eq!(url(list(&client).query("a b", "1").query("c", "2").query("a b", "3")), "/users?c=2&a%20b=3");
    assert_eq!(
        url(list(&client).filter("a").filter(User::DISPLAY_NAME.eq("b"))),
        "/users?$filter=displayName%20eq%20%27b%27"
    );
    let raw = client.raw(Method::Get, "/users?$top=1&x=2").top(5).build().unwrap();
    assert_eq!(raw.uri().query(), Some("x=2&$top=5"));
    let request = list(&client).header("Prefer", "a=1").header("Prefer", "b").header("Prefer", "a=2").build().unwrap();
    let preferences: Vec<&HeaderValue> = request.headers().get_all("prefer").iter().collect();
    assert_eq!(preferences, ["b", "a=2"]);
}

#[test]
fn conditions_that_need_it_bring_the_consistency_level_and_the_count() {
    let client = client();
    let advanced = [
        User::DISPLAY_NAME.ends_with("x"),
        User::DISPLAY_NAME.ne("x"),
        !User::DISPLAY_NAME.starts_with("x"),
        User::DISPLAY_NAME.is_not_null(),
        User::ACCOUNT_ENABLED.eq(true).and(User::DISPLAY_NAME.ne("x")),
        User::DISPLAY_NAME.ne("x").or(User::ACCOUNT_ENABLED.eq(true)),
    ];
    for condition in advanced {
        let request = list(&client).filter(condition.clone()).build().unwrap();
        assert_eq!(request.headers()["consistencylevel"], "eventual", "{condition}");
        assert!(request.uri().query().unwrap().ends_with("&$count=true"), "{condition}");
    }
    let plain = list(&client).filter(User::DISPLAY_NAME.starts_with("x")).build().unwrap();
    assert!(!plain.headers().contains_key("consistencylevel"));
    assert!(!plain.uri().query().unwrap().contains("$count"));
    let counted = list(&client).count().filter(User::DISPLAY_NAME.ne("x"));
    assert_eq!(url(counted).matches("$count").count(), 1);
}

#[test]
fn documented_parameters_are_set_by_their_constants() {
    let request = list(&client())
        .with(List::TIME_ZONE, "UTC")
        .with(List::PAGE_SIZE, 50)
        .with(List::MINIMAL, ())
        .with(List::HIDDEN, true)
        .with(List::IF_NONE_MATCH, "\"v1\"")
        .build()
        .unwrap();
    let preferences: Vec<&HeaderValue> = request.headers().get_all("prefer").iter().collect();
    assert_eq!(preferences, ["outlook.timezone=\"UTC\"", "odata.maxpagesize=50", "return=minimal"]);
    assert_eq!(request.headers()["if-none-match"], "\"v1\"");
    assert_eq!(request.uri().query(), Some("includeHidden=true"));
    let broken = list(&client()).with(List::TIME_ZONE, "a\", b=\"").build().unwrap_err();
    assert_eq!(broken.kind(), ErrorKind::Request);
}

#[test]
fn headers_of_the_http_crate_are_taken_but_for_those_of_the_client() {
    let name = HeaderName::from_static("x-harbor");
    let request = list(&client()).try_header(name, HeaderValue::from_static("1")).unwrap().build().unwrap();
    assert_eq!(request.headers()["x-harbor"], "1");
    assert!(list(&client()).try_header("authorization", "mine").is_err());
    assert!(list(&client()).try_header("x", "a\r\nb").is_err());
}

#[test]
fn an_identity_names_an_object_wherever_it_is_addressed() {
    let client = client();
    let path = |identity: &Identity| {
        let request = Node::new(&client, "/users").segment(identity).literal("/messages").request::<List>();
        request.build().map(|request| request.uri().path().replace("/v1.0", ""))
    };
    assert_eq!(path(&Identity::id("a/b")).unwrap(), "/users/a%2Fb/messages");
    assert_eq!(path(&Identity::key("appId", "O'X")).unwrap(), "/users(appId='O%27%27X')/messages");
    let both = Identity::key("a", "1").and_bare_key("b", "2");
    assert_eq!(path(&both).unwrap(), "/users(a='1',b=2)/messages");
    let user = User::from_json(br#"{"id":"7"}"#).unwrap();
    assert_eq!(path(&Identity::of(&user)).unwrap(), "/users/7/messages");
    for broken in [Identity::of(&User::new()), Identity::id(".."), Identity::key("a,b", "1"), Identity::key("", "1")] {
        assert_eq!(path(&broken).unwrap_err().kind(), ErrorKind::Request);
    }
}

#[test]
fn nodes_and_requests_are_used_again() {
    let client = client();
    let user = Node::new(&client, "/users").segment("7");
    let (one, other) = (user.clone().literal("/messages").request::<List>(), user.request::<List>());
    assert_eq!(url(one.clone().top(1)), "/users/7/messages?$top=1");
    assert_eq!(url(one), "/users/7/messages");
    assert_eq!(url(other), "/users/7");
    let refused = Node::new(&client, "/users").segment("..");
    assert!(refused.clone().request::<List>().clone().build().is_err());
}

#[tokio::test]
async fn pages_end_at_their_limit_and_say_where_to_go_on() {
    let page = |number: u32| {
        reply(200, &[], &format!(r#"{{"value":[{{"id":"{number}"}}],"@odata.nextLink":"{BASE}/users?page={number}"}}"#))
    };
    let service = Service::script([page(1), page(2)]);
    let mut users = list(&service.client()).stream().limit_pages(2);
    let mut seen = Vec::new();
    while let Some(user) = users.try_next().await.unwrap() {
        seen.push(user.id.unwrap());
    }
    assert_eq!(seen, ["1", "2"]);
    assert_eq!(users.next_link(), Some(format!("{BASE}/users?page=2").as_str()));
}

#[tokio::test]
async fn values_that_do_not_fit_are_told_and_are_errors_when_asked_for() {
    let body = r#"{"value":[{"id":"1","accountEnabled":"perhaps","licenses":[{"skuId":7}]}]}"#;
    let service = Service::script([reply(200, &[], body), reply(200, &[], body), reply(200, &[], r#"{"value":[]}"#)]);
    let client = service.client();
    let page = list(&client).await.unwrap();
    let misfits = page.value[0].misfits();
    assert_eq!(misfits[0].path, "accountEnabled");
    assert_eq!(misfits[0].value, json!("perhaps"));
    let error = list(&client).strict().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`[0]/accountEnabled`"), "{error}");
    assert!(!error.to_string().contains("perhaps"));
    assert!(list(&client).strict().await.is_ok());
}
