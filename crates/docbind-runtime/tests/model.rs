//! What a user sees of a model: JSON both ways without loss, `null`, types going up and down, and what is printed.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;

use docbind_runtime::model::{DateTime, Flags, Json, Model};
use sample::{AgeGroup, Day, DirectoryObject, SetPasswordBody, User};

fn text<T: Model>(model: &T) -> String {
    String::from_utf8(model.to_json()).unwrap()
}

fn user(json: &str) -> User {
    User::from_json(json.as_bytes()).unwrap()
}

#[test]
fn every_kind_of_field_round_trips() {
    let json = concat!(
        r#"{"accountEnabled":true,"displayName":"Ada \"L\"","businessPhones":["1","2"],"#,
        r#""createdDateTime":"0001-01-01T00:00:00.0000000Z","logins":9007199254740993,"score":2.5,"size":-7,"#,
        r#""ageGroup":"minor","days":"monday,friday","photo":"AAEC","managerHint":{"id":"b"},"#,
        r#""licenses":[{"skuId":"x"},{}],"anything":{"a":[1,null]},"matrix":[[1,2],[]]}"#
    );
    let user = user(json);
    assert_eq!(user.account_enabled, Some(true));
    assert_eq!(user.created_date_time.as_ref().map(DateTime::as_str), Some("0001-01-01T00:00:00.0000000Z"));
    assert_eq!(user.days, Some(Flags::from([Day::Monday, Day::Friday])));
    assert_eq!(user.photo.as_ref().map(|photo| photo.as_slice().to_vec()), Some(vec![0, 1, 2]));
    assert_eq!(user.matrix, Some(vec![vec![1, 2], vec![]]));
    assert!(user.extra.is_empty());
    assert_eq!(text(&user), json);
}

#[test]
fn a_clone_has_all_there_is() {
    let json = concat!(
        r#"{"accountEnabled":true,"displayName":null,"businessPhones":["1"],"createdDateTime":"2001-01-01T00:00:00Z","#,
        r#""logins":9007199254740993,"score":2.5,"size":-7,"ageGroup":"new","days":"monday,friday","photo":"AAEC","#,
        r#""managerHint":{"id":"b","x":1},"licenses":[{"skuId":"x"},{}],"anything":[null],"matrix":[[1],[]],"y":2}"#
    );
    let user = user(json);
    let clone = user.clone();
    assert_eq!(text(&clone), text(&user));
    assert_eq!(clone, user);
}

#[test]
fn what_the_documentation_does_not_list_is_sent_back() {
    let json = r##"{"@odata.type":"#microsoft.graph.user","ageGroup":"minorWithConsent","id":"1","new":[1,{"a":2}]}"##;
    let user = user(json);
    assert_eq!(user.age_group, Some(AgeGroup::Unknown("minorWithConsent".into())));
    assert_eq!(user.extra.get("new").and_then(Json::as_array).map(Vec::len), Some(2));
    assert_eq!(
        text(&user),
        json.replace(r#""ageGroup":"minorWithConsent","id":"1""#, r#""id":"1","ageGroup":"minorWithConsent""#)
    );
}

#[test]
fn a_value_of_another_type_than_documented_costs_that_value_alone() {
    let json = r#"{"displayName":{"text":"Ada"},"id":"1","size":4294967296,"businessPhones":["1",{"n":2},"3"],"photo":"!","licenses":7}"#;
    let user = user(json);
    assert_eq!((user.display_name.as_ref(), user.id.as_deref(), user.size), (None, Some("1"), None));
    assert_eq!(user.business_phones, None);
    assert_eq!(user.extra.get("businessPhones").map(Json::to_string).as_deref(), Some(r#"["1",{"n":2},"3"]"#));
    assert_eq!(
        text(&user),
        r#"{"id":"1","displayName":{"text":"Ada"},"size":4294967296,"businessPhones":["1",{"n":2},"3"],"photo":"!","licenses":7}"#
    );
    // A value set afterwards takes the place of the one that did not fit.
    assert!(text(&user.display_name("Ada")).starts_with(r#"{"displayName":"Ada","id":"1","size""#));
}

#[test]
fn null_is_not_absent() {
    let sent = User::new().display_name("Ada").null(User::AGE_GROUP);
    assert_eq!(text(&sent), r#"{"displayName":"Ada","ageGroup":null}"#);
    assert!(sent.is_null(User::AGE_GROUP) && !sent.is_null(User::ACCOUNT_ENABLED));
    let received = user(r#"{"ageGroup":null,"other":null,"displayName":"Ada"}"#);
    assert_eq!(text(&received), r#"{"displayName":"Ada","ageGroup":null,"other":null}"#);
    assert_ne!(user(r#"{"id":null}"#), user("{}"));
    // Setting a value ends the null.
    let mut set = sent;
    set.age_group = Some(AgeGroup::Minor);
    assert_eq!(text(&set), r#"{"displayName":"Ada","ageGroup":"minor"}"#);
    assert_eq!(user(r#"{"id":null,"id":"1"}"#), user(r#"{"id":"1"}"#));
    assert_eq!(text(&user(r#"{"id":null,"id":[]}"#)), r#"{"id":[]}"#);
    assert_eq!(text(&user(r#"{"id":[],"id":null}"#)), r#"{"id":null}"#);
}

#[test]
fn properties_are_set_by_constant_and_by_name() {
    let user = User::new().set(User::DISPLAY_NAME, "Ada").with("size", 3).with("manager@odata.bind", "https://x/1");
    assert_eq!((user.display_name.as_deref(), user.size), (Some("Ada"), Some(3)));
    assert_eq!(text(&user), r#"{"displayName":"Ada","size":3,"manager@odata.bind":"https://x/1"}"#);
}

#[test]
fn numbers_that_json_holds_as_text() {
    let user = user(r#"{"logins":"9223372036854775807","score":"-INF"}"#);
    assert_eq!((user.logins, user.score), (Some(i64::MAX), Some(f64::NEG_INFINITY)));
    assert_eq!(text(&user), r#"{"logins":9223372036854775807,"score":"-INF"}"#);
    assert_eq!(self::user(r#"{"score":"-2.5e1"}"#).score, Some(-25.0));
    assert_eq!(text(&self::user(r#"{"score":"2,5","new":1.0}"#)), r#"{"score":"2,5","new":1.0}"#);
    assert_eq!(text(&self::user(r#"{"score":50}"#)), r#"{"score":50}"#);
}

#[test]
fn a_collection_with_nulls_keeps_them() {
    for json in
        [r#"{"businessPhones":["1",null,"2"]}"#, r#"{"licenses":[{"skuId":"x"},null]}"#, r#"{"matrix":[[1,null],[2]]}"#]
    {
        let user = user(json);
        assert!(user.business_phones.is_none() && user.licenses.is_none() && user.matrix.is_none());
        assert_eq!(text(&user), json);
    }
    assert_eq!(text(&user(r#"{"anything":[1,null]}"#)), r#"{"anything":[1,null]}"#);
}

#[test]
fn a_base_keeps_what_it_was_sent_and_goes_down_again() {
    let json = r##"{"@odata.type":"#microsoft.graph.user","id":"1","displayName":"Ada","unknown":1}"##;
    let object = DirectoryObject::from_json(json.as_bytes()).unwrap();
    assert!(object.is::<User>() && object.is::<DirectoryObject>());
    let user: User = object.cast().unwrap();
    assert_eq!(user.display_name.as_deref(), Some("Ada"));
    assert_eq!(text(&user.clone().into_base::<DirectoryObject>().cast::<User>().unwrap()), text(&user));
    let plain = User::new().display_name("Ada").into_base::<DirectoryObject>();
    assert_eq!(plain.odata_type(), Some("microsoft.graph.user"));
    assert!(DirectoryObject::default().cast::<User>().is_err());
}

#[test]
fn expanded_navigation_is_read_with_its_constant() {
    let user = user(r##"{"manager":{"id":"2"},"directReports":[{"id":"3"},{"id":"4"}]}"##);
    assert_eq!(user.expanded(User::MANAGER).unwrap().unwrap().id.as_deref(), Some("2"));
    assert_eq!(user.expanded(User::REPORTS).unwrap().unwrap().len(), 2);
    assert!(User::new().expanded(User::MANAGER).unwrap().is_none());
    assert!(self::user(r#"{"manager":7}"#).expanded(User::MANAGER).is_err());
}

#[test]
fn debug_prints_what_is_set_and_no_secret() {
    let mut user =
        user(r#"{"displayName":"Ada","password":"hunter2","ageGroup":null,"licenses":[{"skuId":"x"}],"new":1}"#);
    assert_eq!(
        format!("{user:?}"),
        r#"User { displayName: "Ada", ageGroup: null, licenses: [license { skuId: "x" }], password: [redacted], new: 1 }"#
    );
    assert_eq!(
        format!("{:?}", self::user(r#"{"score":2.5,"new":{"a":[1,null,"x"]}}"#)),
        r#"User { score: 2.5, new: {"a": [1, null, "x"]} }"#
    );
    let body = SetPasswordBody { new_password: Some("hunter2".into()), ..SetPasswordBody::default() };
    assert_eq!(format!("{body:?}"), "SetPasswordBody { newPassword: [redacted] }");
    // A secret in another shape than documented is a secret too.
    user = self::user(r#"{"password":["hunter2"]}"#);
    assert_eq!(format!("{user:?}"), "User { password: [redacted] }");
}

#[test]
fn hostile_json_is_an_error_and_not_a_crash() {
    for json in ["", "[]", "7", "{", "{}}", r#"{"id":"1"#, "\u{0}"] {
        assert!(User::from_json(json.as_bytes()).is_err(), "{json}");
    }
    let deep = format!("{}{}", r#"{"managerHint":"#.repeat(10_000), "{}");
    assert!(User::from_json(deep.as_bytes()).is_err());
    let deep = format!(r#"{{"x":{}1"#, "[".repeat(10_000));
    assert!(User::from_json(deep.as_bytes()).is_err());
    assert!(User::from_json("\u{FEFF}{}".as_bytes()).is_ok());
}

#[cfg(feature = "serde")]
#[test]
fn serde_reads_and_writes_models_too() {
    let user: User = serde_json::from_str(r#"{"displayName":"Ada","new":1}"#).unwrap();
    assert_eq!(serde_json::to_string(&user).unwrap(), r#"{"displayName":"Ada","new":1}"#);
    assert_eq!(serde_json::from_value::<User>(serde_json::to_value(&user).unwrap()).unwrap(), user);
}
