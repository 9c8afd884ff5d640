//! Tables that list requests: `|Method|Request URI|`.

/// Columns, or labels of rows, that hold the method.
pub(crate) const METHOD: [&str; 5] = ["method", "http method", "verb", "http verb", "request method"];

/// Columns, or labels of rows, that hold the URL.
pub(crate) const URL: [&str; 14] = [
    "request uri",
    "request url",
    "uri",
    "url",
    "resource uri",
    "resource url",
    "endpoint",
    "endpoint url",
    "path",
    "resource path",
    "request path",
    "rest path",
    "request",
    "uri template",
];
