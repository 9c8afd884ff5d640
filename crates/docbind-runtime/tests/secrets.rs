//! Nothing that is printed holds a secret: not a token, not a link that lets anybody in, not a password.

#![allow(clippy::unwrap_used, reason = "a failed expectation is the point of a test")]

mod sample;
mod script;

use docbind_runtime::model::{Json, json};
use docbind_runtime::{Collection, Error, ErrorKind, Method};
use sample::User;
use script::{Script, reply};

/// What stands for every secret here; nothing printed may contain it.
const SECRET: &str = "hunter2hunter2";

/// All that can be printed of a value and of what led to it.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    text
}

fn clean(text: &str) {
    assert!(!text.contains(SECRET), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text:?}");
}

#[tokio::test]
async fn answers_in_debug() {
    let link = format!("https://graph.example.com/v1.0/users?$skiptoken={SECRET}");
    let headers = [
        ("location", link.as_str()),
        ("set-cookie", SECRET),
        ("x-something", SECRET),
        ("request-id", "r-1"),
        ("content-type", "application/json"),
    ];
    let page = json!({
        "@odata.nextLink": link,
        "@odata.deltaLink": link,
        "value": [{
            "id": "1",
            "@microsoft.graph.downloadUrl": format!("https://files.example/{SECRET}"),
            "@odata.mediaReadLink": format!("https://files.example/x?tempauth={SECRET}"),
            "uploadUrl": format!("https://up.example/{SECRET}"),
            "new": { "downloadUrl": format!("https://files.example/{SECRET}") },
            "displayName": format!("https://files.example/x?sig={SECRET}"),
            "password": SECRET,
        }],
    });
    let script = Script::new((0..3).map(|_| reply(200, &headers, &page.to_string())));
    let client = script.client();
    let response = client.raw(Method::Get, "/users").send_as::<Collection<User>>().await.unwrap();
    clean(&format!("{response:?} {response:#?}"));
    assert!(format!("{response:?}").contains("r-1"));
    // What is hidden is there all the same.
    assert_eq!(response.location(), Some(link.as_str()));
    assert_eq!(response.body.next_link.as_deref(), Some(link.as_str()));
    clean(&format!("{client:?} {:?}", client.raw(Method::Get, &link)));
}

#[tokio::test]
async fn errors() {
    let body = json!({ "error": {
        "code": format!("bad\u{1b}[31m {SECRET}"),
        "message": format!("The token {SECRET} is\r\n\u{202e}no good"),
        "innerError": { "request-id": SECRET },
    }});
    let script = Script::new([
        reply(400, &[("location", SECRET)], &body.to_string()),
        reply(200, &[], &format!(r#"{{"id":"{SECRET}","size":[]}}"#)),
        reply(200, &[], &format!(r#"{{"a":"{SECRET}"}}"#)),
        reply(200, &[], &format!(r#""{SECRET}""#)),
        reply(302, &[("location", &format!("https://graph.example.com/v1.0/x?sig={SECRET}"))], ""),
        reply(302, &[("location", &format!("https://graph.example.com/v1.0/x?sig={SECRET}"))], ""),
    ]);
    let client = script.builder().token_provider(docbind_runtime::StaticToken::new(SECRET)).build().unwrap();
    let request = || client.raw(Method::Get, &format!("/x?$skiptoken={SECRET}"));
    let error = request().send().await.unwrap_err();
    clean(&printed(&error));
    assert_eq!(error.kind(), ErrorKind::Service);
    assert!(error.message().contains("[redacted]"), "{error}");
    clean(&printed(&request().send_json::<Vec<u8>>().await.unwrap_err()));
    #[derive(serde::Deserialize, Debug)]
    struct Number {
        #[expect(dead_code, reason = "it is never read")]
        a: u8,
    }
    let error = request().send_json::<Number>().await.unwrap_err();
    clean(&printed(&error));
    assert!(printed(&error).contains("expected u8"), "{error:?}");
    #[derive(serde::Deserialize, Debug)]
    enum Known {}
    clean(&printed(&request().send_json::<Known>().await.unwrap_err()));
    clean(&printed(&request().send().await.unwrap_err()));
}

#[test]
fn plans() {
    let client = Script::new([]).client();
    let link = format!("https://graph.example.com/v1.0/users/delta?$deltatoken={SECRET}&$select=id");
    let body = json!({
        "passwordProfile": { "password": SECRET, "forceChangePasswordNextSignIn": true },
        "clientSecret": SECRET,
        "value": [{ "key": "SecretToken", "value": SECRET }],
        "displayName": "Ada",
    });
    let request = client.raw(Method::Post, &link).json(&body).header("X-Api-Key", SECRET).header("Cookie", SECRET);
    let plan = request.plan().unwrap();
    clean(&format!("{plan} {plan:?} {request:?}"));
    let text = plan.to_string();
    assert!(
        text.contains("$select=id") && text.contains("Ada") && text.contains(r#""forceChangePasswordNextSignIn":true"#)
    );
    // What is shown is not what is sent.
    let sent = request.build().unwrap();
    assert!(sent.uri().to_string().contains(SECRET) && String::from_utf8_lossy(sent.body()).contains(SECRET));
    let form = client.raw(Method::Post, "/x").body_bytes("application/x-www-form-urlencoded", format!("a={SECRET}"));
    clean(&form.plan().unwrap().to_string());
}

#[test]
fn models() {
    let user = User::new();
    let mut user = user.display_name(format!("https://files.example/x?sig={SECRET}"));
    user.password = Some(SECRET.to_owned());
    user.extra.insert("@microsoft.graph.downloadUrl", Json::from(SECRET));
    clean(&format!("{user:?} {:?}", user.extra));
}
