//! Requests that a service sends to its user, and how pages say so.

/// Words before a request that say who is called: the reader's own server. All in lower case.
const PHRASES: [&str; 20] = [
    "your endpoint",
    "your service",
    "your server",
    "your app's endpoint",
    "your application's endpoint",
    "your listener",
    "your callback",
    "your webhook",
    "notification endpoint",
    "callback endpoint",
    "webhook endpoint",
    "notification url",
    "callback url",
    "webhook url",
    "posts to it",
    "sends to your",
    "sent to your",
    "you receive",
    "you will receive",
    "is delivered to",
];

/// Words of a heading below which requests come in.
const HEADINGS: [&str; 7] = [
    "receiving events",
    "receive events",
    "receiving notifications",
    "receive notifications",
    "notification payload",
    "event payload",
    "webhook payload",
];

/// Whether a heading announces requests that come in.
pub(crate) fn heading_announces(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    HEADINGS.iter().any(|words| lower.contains(words))
}

/// Whether a text before a request says that it comes in.
pub(crate) fn text_announces(text: &str) -> bool {
    let lower = text.to_lowercase();
    PHRASES.iter().any(|phrase| lower.contains(phrase))
}
