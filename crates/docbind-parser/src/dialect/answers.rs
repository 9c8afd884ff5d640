//! The words of sections about what comes back.

/// What stands before the name of a type when the answer holds an address that leads to it and not the thing itself.
pub(crate) const ADDRESS_OF: &[&str] = &[
    "link to",
    "links to",
    "link for",
    "link of",
    "address of",
    "address for",
    "addresses of",
    "url of",
    "url to",
    "url for",
    "urls of",
    "url that",
    "uri of",
    "uri to",
    "uri for",
    "uri that",
    "location of",
    "pointing to",
    "points to",
    "pointer to",
    "path to",
    "to monitor",
    "to track",
    "to poll",
];

/// What stands behind the name of a type when the answer holds its address.
pub(crate) const ITS_ADDRESS: &[&str] = &["url", "uri", "link ", "address"];

/// Where a sentence begins to speak about another part of the answer.
pub(crate) const NEXT_PART: &[&str] =
    &[", ", "; ", " and a ", " and an ", " and the ", " along with ", " together with "];

/// What stands directly before a type when there are several of it.
pub(crate) const SEVERAL_OF: &[&str] = &[
    "collection of",
    "list of",
    "array of",
    "set of",
    "collections of",
    "lists of",
    "arrays of",
    "page of",
    "collection containing",
];

/// What denies that there is a body.
pub(crate) const NO_BODY: &[&str] = &[
    "not return anything",
    "n't return anything",
    "not return a response body",
    "n't return a response body",
    "not return any content",
    "n't return any content",
    "not return a body",
    "n't return a body",
    "empty response body",
    "empty body",
    "response body is empty",
    "body of the response is empty",
    "no response body",
    "empty content",
    "nothing in the response body",
    "nothing in the body",
    "without a body",
    "without a response body",
    "no body",
];

/// Headers that hold the address of what an accepted request began or made.
pub(crate) const ADDRESS_HEADERS: &[&str] =
    &["location", "content-location", "operation-location", "azure-asyncoperation"];

/// The last words of paths below which the bytes of a thing stand, not the thing.
pub(crate) const BYTES_OF: &[&str] = &["content", "$value"];
