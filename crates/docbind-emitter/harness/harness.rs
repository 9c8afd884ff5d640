//! Runs the documented examples as tests, each by its name.
//!
//! A request is built by the typed calls and compared with what the page shows. A response is answered by a transport
//! of the test's own, read into the documented type, written again and compared. What the page shows stands in a file
//! of lines beside each area; the tables of an area name the code for the line with that number.

#![allow(dead_code, reason = "not every API has every kind of answer")]

use std::error::Error;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use docbind_runtime::model::{Element, Item, Json, List, Model, Record, cast, encode};
use docbind_runtime::transport::{Body, Transport, TransportError};
use docbind_runtime::{BoxFuture, Collection, FromResponse, Method, Operation, Timer, Value, bytes, http};
use libtest_mimic::{Arguments, Failed, Trial};
use percent_encoding::percent_decode_str;

use crate::api::{BASE_URL, Client};

/// A request that was built and not sent.
pub type Built = Result<http::Request<bytes::Bytes>, Box<dyn Error>>;
/// Builds the request of an example.
pub type Build = fn(&Client) -> Built;
/// Reads the response of an example and answers what was lost.
pub type Read = fn(&Reply, &[Cast]) -> Result<(), String>;
/// Reads a record as the type of a wire name.
pub type Cast = (&'static str, fn(&dyn Record) -> Result<(), String>);

/// The code for the examples of an area.
pub struct Tables {
    pub requests: &'static [(usize, Build)],
    pub responses: &'static [(usize, Read)],
    pub casts: &'static [Cast],
}

/// For examples that no code can be made for.
pub static NO_TABLES: Tables = Tables { requests: &[], responses: &[], casts: &[] };

/// A response as a page shows it.
pub struct Reply {
    status: http::StatusCode,
    content: Content,
}

/// What a message holds.
#[derive(Clone)]
enum Content {
    Nothing,
    Json(Json),
    Text(String),
}

/// All tests.
#[derive(Default)]
pub struct Suite {
    trials: Vec<Trial>,
}

impl Suite {
    /// Adds the examples of an area: a line of JSON each.
    pub fn add(&mut self, area: &str, lines: &str, tables: &'static Tables) {
        for (number, line) in lines.lines().enumerate() {
            let shown: Json = match line.parse() {
                Ok(shown) => shown,
                Err(error) => Json::from(format!("the line cannot be read: {error}")),
            };
            let name = format!("{area}::{}", shown["name"].as_str().unwrap_or_default());
            let reason = shown["ignored"].as_str().map(str::to_owned);
            let build = tables.requests.iter().find(|(known, _)| *known == number).map(|(_, build)| *build);
            let read = tables.responses.iter().find(|(known, _)| *known == number).map(|(_, read)| *read);
            let trial = match reason {
                Some(reason) => {
                    let kind = reason.clone();
                    Trial::test(name, || Err(Failed::from(reason))).with_kind(kind).with_ignored_flag(true)
                }
                None => Trial::test(name, move || run(&shown, build, read, tables.casts).map_err(Failed::from)),
            };
            self.trials.push(trial);
        }
    }

    /// Runs the tests that the command line asks for.
    pub fn run(self) -> std::process::ExitCode {
        libtest_mimic::run(&Arguments::from_args(), self.trials).exit_code()
    }
}

fn run(shown: &Json, build: Option<Build>, read: Option<Read>, casts: &[Cast]) -> Result<(), String> {
    match (build, read) {
        (Some(build), _) => request(shown, build),
        (None, Some(read)) => read(&Reply::of(shown)?, casts),
        (None, None) => Err("there is no code for this example".to_owned()),
    }
}

/// Compares a request with what is shown of it.
fn request(shown: &Json, build: Build) -> Result<(), String> {
    let client = docbind_runtime::Client::builder(BASE_URL).build().map_err(|error| error.to_string())?;
    let built = build(&Client::from(client)).map_err(|error| format!("the request cannot be built: {error}"))?;
    differ("method", &shown["method"], &Json::from(built.method().as_str()))?;
    let url = built.uri().to_string();
    let url = url.strip_prefix(BASE_URL.trim_end_matches('/')).unwrap_or(&url);
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    differ("path", &shown["path"], &Json::from(decoded(path)))?;
    differ("query", &pairs(&shown["query"]), &query_pairs(query))?;
    for header in shown["headers"].as_array().into_iter().flatten() {
        let (name, expected) = (header[0].as_str().unwrap_or_default(), header[1].as_str().unwrap_or_default());
        let sent: Vec<&str> = built.headers().get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
        let sent = sent.join(", ");
        let is_type = name.eq_ignore_ascii_case("content-type");
        // The page may leave out how the text is encoded, and show the type of a body that it does not show.
        let agrees = match is_type {
            true => built.body().is_empty() || essence(expected) == essence(&sent),
            false => expected == sent,
        };
        if !agrees {
            return Err(format!("header {name}: the page shows {expected:?}, sent is {sent:?}"));
        }
    }
    let sent = built.body();
    match Content::of(shown) {
        Content::Nothing if sent.is_empty() || &sent[..] == b"{}" => Ok(()),
        Content::Json(Json::Object(members)) if members.is_empty() && sent.is_empty() => Ok(()),
        Content::Json(expected) => {
            let sent: Json = serde_json_value(sent)?;
            differ("body", &expected, &sent)
        }
        Content::Text(expected) if expected.as_bytes() == &sent[..] => Ok(()),
        Content::Text(_) | Content::Nothing => Err(format!("body: sent is {:?}", String::from_utf8_lossy(sent))),
    }
}

fn serde_json_value(json: &[u8]) -> Result<Json, String> {
    let text = std::str::from_utf8(json).map_err(|error| error.to_string())?;
    text.parse().map_err(|error| format!("the body is not JSON: {error}"))
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn query_pairs(query: &str) -> Json {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Json::from(vec![decoded(name), decoded(value)])
    };
    pairs(&query.split('&').filter(|part| !part.is_empty()).map(pair).collect())
}

/// Pairs without the spaces that pages put behind commas, and in one order.
fn pairs(query: &Json) -> Json {
    let mut pairs: Vec<Vec<String>> = Vec::new();
    for pair in query.as_array().into_iter().flatten() {
        let texts = pair.as_array().into_iter().flatten().filter_map(Json::as_str);
        pairs.push(texts.map(|text| text.replace(", ", ",").trim().to_owned()).collect());
    }
    pairs.sort();
    pairs.into_iter().collect()
}

impl Content {
    fn of(shown: &Json) -> Self {
        match (shown.get("json"), shown["text"].as_str()) {
            (Some(json), _) => Self::Json(json.clone()),
            (None, Some(text)) => Self::Text(text.to_owned()),
            (None, None) => Self::Nothing,
        }
    }
}

impl Reply {
    fn of(shown: &Json) -> Result<Self, String> {
        let status =
            shown["status"].as_u64().and_then(|status| u16::try_from(status).ok()).filter(|status| *status > 0);
        let status = http::StatusCode::from_u16(status.unwrap_or(200)).map_err(|error| error.to_string())?;
        Ok(Self { status, content: Content::of(shown) })
    }

    fn body(&self) -> String {
        match &self.content {
            Content::Nothing => String::new(),
            Content::Json(json) => json.to_string(),
            Content::Text(text) => text.clone(),
        }
    }
}

/// Answers every request with the response of the example.
struct Answering(http::StatusCode, String);

impl Transport for Answering {
    fn send(
        &self,
        _request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut response = http::Response::new(Body::from(self.1.clone()));
        *response.status_mut() = self.0;
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// Time stands still.
struct Stopped;

impl Timer for Stopped {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn unix_time(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

/// Reads a response into the documented type of an operation, and compares what is written of it.
pub fn response<O: Operation, K: Kind<O::Response>>(reply: &Reply, casts: &[Cast]) -> Result<(), String> {
    let is_read = match &reply.content {
        Content::Json(_) => true,
        Content::Text(_) => K::TAKES_TEXT,
        // A page that shows a status alone leaves out the body, or there is none.
        Content::Nothing => false,
    };
    if !is_read || reply.status.is_redirection() {
        return Ok(());
    }
    let answer = ask::<O::Response, K>(reply);
    if !reply.status.is_success() {
        return match answer {
            Err(error) if error.status() == Some(reply.status) => Ok(()),
            Err(error) => Err(format!("the error is not the one of the response: {error}")),
            Ok(_) => Err(format!("{} is read as a success", reply.status)),
        };
    }
    let answer = answer.map_err(|error| format!("the response cannot be read: {error}"))?;
    let written = K::written(&answer);
    match &reply.content {
        Content::Json(shown) => differ("response", &without_empty_page(shown, &written), &written)?,
        Content::Text(shown) => differ("response", &Json::from(shown.as_str()), &written)?,
        Content::Nothing => {}
    }
    let mut problem = Ok(());
    K::records(&answer, &mut |record| {
        let named = record.extra().get_str("@odata.type").map(|name| name.strip_prefix('#').unwrap_or(name));
        let cast = casts.iter().find(|(name, _)| Some(*name) == named && *name != record.shape().type_name);
        if let (Some((_, cast)), Ok(())) = (cast, &problem) {
            problem = cast(record);
        }
    });
    problem
}

fn ask<T: FromResponse, K: Kind<T>>(reply: &Reply) -> Result<T, docbind_runtime::Error> {
    let transport = Answering(reply.status, K::body(reply));
    let client = docbind_runtime::Client::builder(BASE_URL).transport(transport).timer(Stopped).build()?;
    let mut sending = pin!(client.raw(Method::Get, "/").no_retry().send_as::<T>());
    loop {
        // The transport answers at once, so that nothing is ever waited for.
        if let Poll::Ready(answer) = sending.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return answer.map(docbind_runtime::Response::into_body);
        }
    }
}

/// A page that shows no items has none.
fn without_empty_page(shown: &Json, written: &Json) -> Json {
    let mut shown = shown.clone();
    if let (Json::Object(members), Some(Json::Array(items))) = (&mut shown, written.get("value"))
        && items.is_empty()
        && !members.contains_key("value")
    {
        members.insert("value".to_owned(), Json::Array(Vec::new()));
    }
    shown
}

/// Reads a record as another type: nothing may be lost on the way.
pub fn cast_to<T: Model>(record: &dyn Record) -> Result<(), String> {
    let mut target = T::default();
    if !cast(record, &mut target) {
        return Err(format!("`{}` is not read as `{}`", record.shape().type_name, target.shape().type_name));
    }
    differ("cast", &serde_json_value(&encode(record))?, &serde_json_value(&encode(&target))?)
}

/// What kind of answer an operation has.
pub trait Kind<T> {
    const TAKES_TEXT: bool = false;
    /// The body that is read.
    fn body(reply: &Reply) -> String {
        reply.body()
    }
    /// The answer as it would be sent again.
    fn written(answer: &T) -> Json;
    /// Hands out all records in the answer.
    fn records(_answer: &T, _see: &mut dyn FnMut(&dyn Record)) {}
}

pub struct Nothing;
pub struct Object;
pub struct Page;
pub struct Single;
pub struct AnyJson;
pub struct Bytes;
pub struct Text;
pub struct Optional<K>(K);

impl Kind<()> for Nothing {
    fn written(_answer: &()) -> Json {
        Json::Object(Default::default())
    }
}

// A page shows no body where work goes on: the link to it is a header.
impl Kind<docbind_runtime::Accepted> for Nothing {
    fn written(_answer: &docbind_runtime::Accepted) -> Json {
        Json::Object(Default::default())
    }
}

impl<T: Model> Kind<T> for Object {
    fn written(answer: &T) -> Json {
        answer.item().to_json()
    }
    fn records(answer: &T, see: &mut dyn FnMut(&dyn Record)) {
        walk(&answer.item(), see);
    }
}

impl<T: Element> Kind<Collection<T>> for Page {
    fn body(reply: &Reply) -> String {
        // A page that shows no items has none.
        match &reply.content {
            Content::Json(Json::Object(shown)) if reply.status.is_success() && !shown.contains_key("value") => {
                let mut shown = shown.clone();
                shown.insert("value".to_owned(), Json::Array(Vec::new()));
                Json::Object(shown).to_string()
            }
            _ => reply.body(),
        }
    }
    fn written(answer: &Collection<T>) -> Json {
        let mut page: Vec<(String, Json)> = vec![("value".to_owned(), answer.value.item().to_json())];
        page.extend(answer.next_link.iter().map(|link| ("@odata.nextLink".to_owned(), Json::from(link.as_str()))));
        page.extend(answer.delta_link.iter().map(|link| ("@odata.deltaLink".to_owned(), Json::from(link.as_str()))));
        page.extend(answer.count.iter().map(|count| ("@odata.count".to_owned(), Json::from(*count))));
        page.extend(answer.extra.iter().map(|(name, value)| (name.to_owned(), value.clone())));
        page.into_iter().collect()
    }
    fn records(answer: &Collection<T>, see: &mut dyn FnMut(&dyn Record)) {
        walk(&answer.value.item(), see);
    }
}

impl<T: Element> Kind<Value<T>> for Single {
    fn written(answer: &Value<T>) -> Json {
        let value = [("value".to_owned(), answer.value.item().to_json())];
        let rest = answer.extra.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        value.into_iter().chain(rest).collect()
    }
    fn records(answer: &Value<T>, see: &mut dyn FnMut(&dyn Record)) {
        walk(&answer.value.item(), see);
    }
}

impl Kind<Json> for AnyJson {
    fn written(answer: &Json) -> Json {
        answer.clone()
    }
}

impl Kind<bytes::Bytes> for Bytes {
    const TAKES_TEXT: bool = true;
    fn written(answer: &bytes::Bytes) -> Json {
        let text = String::from_utf8_lossy(answer).into_owned();
        text.parse().unwrap_or(Json::String(text))
    }
}

impl Kind<String> for Text {
    const TAKES_TEXT: bool = true;
    fn written(answer: &String) -> Json {
        Json::from(answer.as_str())
    }
}

impl<T, K: Kind<T>> Kind<Option<T>> for Optional<K> {
    const TAKES_TEXT: bool = K::TAKES_TEXT;
    fn body(reply: &Reply) -> String {
        K::body(reply)
    }
    fn written(answer: &Option<T>) -> Json {
        answer.as_ref().map_or(Json::Null, K::written)
    }
    fn records(answer: &Option<T>, see: &mut dyn FnMut(&dyn Record)) {
        if let Some(answer) = answer {
            K::records(answer, see);
        }
    }
}

fn walk(item: &Item<'_>, see: &mut dyn FnMut(&dyn Record)) {
    match item {
        Item::Record(record) => {
            see(*record);
            let items = (0..record.shape().names.len()).filter_map(|slot| record.slot_ref(slot).get());
            items.for_each(|item| walk(&item, see));
        }
        Item::List(list) => elements(*list, see),
        _ => {}
    }
}

fn elements(list: &dyn List, see: &mut dyn FnMut(&dyn Record)) {
    (0..list.len()).filter_map(|index| list.get(index)).for_each(|item| walk(&item, see));
}

/// An error when two values are not the same.
fn differ(what: &str, shown: &Json, found: &Json) -> Result<(), String> {
    match difference(shown, found) {
        None => Ok(()),
        Some((path, shown, found)) => Err(format!("{what}{path}: the page shows {shown}, found is {found}")),
    }
}

/// The first place where two values differ.
fn difference(shown: &Json, found: &Json) -> Option<(String, String, String)> {
    match (shown, found) {
        (Json::Object(all), Json::Object(others)) => {
            let both = all.keys().chain(others.keys().filter(|name| !all.contains_key(*name)));
            both.map(|name| (name, all.get(name), others.get(name))).find_map(|(name, shown, found)| {
                match (shown, found) {
                    (Some(shown), Some(found)) => {
                        difference(shown, found).map(|(path, shown, found)| (format!(".{name}{path}"), shown, found))
                    }
                    (shown, found) => {
                        let text = |value: Option<&Json>| value.map_or("nothing".to_owned(), Json::to_string);
                        Some((format!(".{name}"), text(shown), text(found)))
                    }
                }
            })
        }
        (Json::Array(all), Json::Array(others)) if all.len() == others.len() => {
            all.iter().zip(others).enumerate().find_map(|(index, (shown, found))| {
                difference(shown, found).map(|(path, shown, found)| (format!("[{index}]{path}"), shown, found))
            })
        }
        (shown, found) if is_same(shown, found) => None,
        (shown, found) => Some((String::new(), shown.to_string(), found.to_string())),
    }
}

/// Whether two plain values mean the same: members of an enumeration are joined with and without spaces, and numbers
/// may stand as text.
fn is_same(shown: &Json, found: &Json) -> bool {
    let number = |value: &Json| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    match (shown, found) {
        (Json::String(shown), Json::String(found)) => shown == found || shown.replace(", ", ",") == *found,
        (Json::Number(_), Json::Number(_)) => number(shown) == number(found),
        (Json::String(_), Json::Number(_)) => number(shown).is_some() && number(shown) == number(found),
        _ => shown == found,
    }
}
