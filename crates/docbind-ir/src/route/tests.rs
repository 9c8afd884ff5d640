use super::*;
use crate::PathTemplate;

fn aliases() -> Vec<PathAlias> {
    let alias =
        |path: &str, meaning: &str, anywhere| PathAlias { path: path.into(), meaning: meaning.into(), anywhere };
    vec![
        alias("/me", "/users/{}", false),
        alias("/drive", "/me/drive", false),
        alias("/drive/root", "/drive/items/root", true),
    ]
}

fn literal(word: &str) -> Segment {
    Segment::Literal(word.into())
}

fn parameter(name: &str) -> Segment {
    Segment::Parameter(name.into())
}

fn argument(name: &str) -> Argument {
    Argument { name: name.into(), value: ArgumentValue::Parameter(name.into()), quoted: true }
}

fn operation(method: Method, segments: Vec<Segment>) -> Operation {
    Operation::new(method, PathTemplate { segments })
}

#[test]
fn a_url_is_taken_apart() {
    let url = RequestUrl::parse("https://graph.example.com/v1.0/users/a?$filter=name eq 'x&y'&$top=5");
    assert_eq!(url.host, Some("graph.example.com"));
    assert_eq!(url.version, Some("v1.0"));
    assert_eq!(url.path, "/users/a");
    assert_eq!(url.query_pairs().collect::<Vec<_>>(), [("$filter", "name eq 'x&y'"), ("$top", "5")]);
    assert_eq!(RequestUrl::parse("/users/").path, "/users");
}

#[test]
fn a_literal_beats_a_parameter() {
    let operations = [
        operation(Method::Get, vec![literal("users"), parameter("id")]),
        operation(Method::Get, vec![literal("users"), literal("delta")]),
    ];
    let aliases = aliases();
    let router = Router::over(&operations, &aliases);
    assert_eq!(router.find(Method::Get, "/users/ada"), Some(0));
    assert_eq!(router.find(Method::Get, "/Users/delta"), Some(1));
    assert_eq!(router.find(Method::Post, "/users/ada"), None);
    assert_eq!(router.find(Method::Get, "/users/ada/manager"), None);
}

#[test]
fn keys_in_parentheses_are_segments() {
    let operations = [
        operation(Method::Get, vec![literal("users")]),
        operation(Method::Get, vec![literal("users"), parameter("id"), literal("photos"), parameter("size")]),
    ];
    let aliases = aliases();
    let router = Router::over(&operations, &aliases);
    assert_eq!(router.find(Method::Get, "/users('ada=')/photos('48x48')"), Some(1));
}

#[test]
fn values_come_in_the_order_of_the_template() {
    let range = Segment::Function { name: "range".into(), arguments: vec![argument("from"), argument("to")] };
    let path = [literal("items"), parameter("id"), range];
    let found = captures(&path, "/items/a%20b/range(to='B2',from='it%27s')");
    assert_eq!(found, Some(vec!["a b".to_owned(), "it's".to_owned(), "B2".to_owned()]));
    assert_eq!(captures(&path, "/items/1/range(to='B2')"), None);
    assert_eq!(captures(&path, "/items/1"), None);
    let address = [literal("items"), Segment::PathAddress { parameter: "path".into(), closed: true }];
    assert_eq!(captures(&address, "/items:/a/b%23.txt:"), Some(vec!["a/b#.txt".to_owned()]));
}

#[test]
fn functions_keys_and_path_addresses_are_found() {
    let range = Segment::Function { name: "range".into(), arguments: vec![argument("address")] };
    let operations = [
        operation(Method::Get, vec![literal("items"), parameter("id"), range]),
        operation(Method::Get, vec![literal("items"), Segment::Key(vec![argument("appId")]), literal("owners")]),
        operation(
            Method::Get,
            vec![
                literal("items"),
                Segment::PathAddress { parameter: "path".into(), closed: true },
                literal("children"),
            ],
        ),
    ];
    let aliases = aliases();
    let router = Router::over(&operations, &aliases);
    assert_eq!(router.find(Method::Get, "/items/1/microsoft.graph.range(address='A1:B/2')"), Some(0));
    assert_eq!(router.find(Method::Get, "/items(appId='{id}')/owners"), Some(1));
    assert_eq!(router.find(Method::Get, "/items:/a/b:/children"), Some(2));
    assert_eq!(router.find(Method::Get, "/items/1/children"), None);
}

#[test]
fn other_spellings_of_a_path_are_found() {
    let operations = [
        operation(Method::Get, vec![literal("users"), parameter("id"), literal("boats")]),
        operation(Method::Get, vec![literal("me"), literal("crew")]),
        operation(Method::Get, vec![literal("me"), literal("drive"), literal("items"), parameter("id")]),
    ];
    let aliases = aliases();
    let router = Router::over(&operations, &aliases);
    assert_eq!(router.find(Method::Get, "/me/boats"), Some(0));
    assert_eq!(router.find(Method::Get, "/users/ada/crew"), Some(1));
    assert_eq!(router.find(Method::Get, "/me/drive/root"), Some(2));
    assert_eq!(router.find(Method::Get, "/drive/items/1"), Some(2));
    assert_eq!(router.find(Method::Get, "/me/drive/root:/logs/may.xlsx:"), Some(2));
    assert_eq!(router.find(Method::Get, "/me/drive/rooted"), None);
    assert_eq!(router.find(Method::Get, "/users(name='ada')/boats"), Some(0));
    assert_eq!(router.find(Method::Get, "/users/$/ada/boats/$entity"), Some(0));
    assert_eq!(router.find(Method::Get, "/users/$count/crew"), None);
}

#[test]
fn counts_and_casts_extend_what_can_be_read() {
    let operations = [operation(Method::Get, vec![literal("crew")])];
    let aliases = aliases();
    let router = Router::over(&operations, &aliases);
    let found = |path: &'static str| router.find_extended(Method::Get, path, "harbour.api");
    let cast = Some("harbour.api.sailor");
    assert_eq!(found("/crew"), Some((0, Extension::default())));
    assert_eq!(found("/crew/$count"), Some((0, Extension { count: true, ..Extension::default() })));
    assert_eq!(found("/crew/harbour.api.sailor"), Some((0, Extension { cast, ..Extension::default() })));
    assert_eq!(found("/crew/harbour.api.sailor/$count"), Some((0, Extension { cast, count: true, raw: false })));
    assert_eq!(found("/crew/$value"), Some((0, Extension { raw: true, ..Extension::default() })));
    assert_eq!(found("/crew/other.sailor"), None);
    assert_eq!(router.find_extended(Method::Post, "/crew/$count", "harbour.api"), None);
}

#[test]
fn a_word_of_the_api_is_no_identifier() {
    let delta = Segment::Function { name: "delta".into(), arguments: Vec::new() };
    let operations = [
        operation(Method::Get, vec![literal("users"), parameter("id")]),
        operation(Method::Get, vec![literal("users"), delta]),
        operation(Method::Get, vec![literal("me"), literal("boats"), parameter("id")]),
        operation(Method::Get, vec![literal("users"), parameter("id"), literal("boats"), parameter("id")]),
    ];
    let router = Router::over(&operations, &[]);
    assert_eq!(router.find(Method::Get, "/users/delta"), Some(1));
    assert_eq!(router.find(Method::Get, "/me/boats/harbour.delta()"), None);
    assert_eq!(router.find(Method::Get, "/me/boats/7"), Some(2));
}

#[test]
fn an_alternate_key_is_no_argument_of_the_list() {
    let list = operation(Method::Get, vec![literal("boats")]);
    let item = operation(Method::Get, vec![literal("boats"), parameter("id")]);
    let report = operation(Method::Get, vec![literal("countBoats")]);
    let (all, lists) = ([list.clone(), item, report], [list]);
    assert_eq!(Router::over(&all, &[]).find(Method::Get, "/boats(name='Ada')"), Some(1));
    assert_eq!(Router::over(&lists, &[]).find(Method::Get, "/boats(name='Ada')"), None);
    assert_eq!(Router::over(&all, &[]).find(Method::Get, "/countBoats(period='D7')"), Some(2));
}

#[test]
fn what_is_passed_in_parentheses_may_be_any_word() {
    let range = Segment::Function { name: "zones".into(), arguments: vec![argument("standard")] };
    let api = Api {
        namespace: "library".to_owned(),
        operations: vec![
            operation(Method::Get, vec![literal("outlook"), range]),
            operation(Method::Get, vec![literal("outlook"), parameter("id")]),
        ],
        ..Api::default()
    };
    let router = Router::new(&api);
    let typed = "/outlook/zones(standard=library.zoneStandard'Iana')";
    assert_eq!(router.find(Method::Get, typed), Some(0));
    assert_eq!(captures(&api.operations[0].path.segments, typed), Some(vec!["Iana".to_owned()]));
    assert_eq!(router.find(Method::Get, "/outlook/library.zone"), None);
}
