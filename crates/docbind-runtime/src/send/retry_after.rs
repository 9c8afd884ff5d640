use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::model::{Scan, http_date};

/// How long an answer asks to wait. Of several headers the longest wait counts; one that says nothing sensible does
/// not count. `now` is the time since 1970 by the local clock, for an answer without a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: Duration) -> Option<Duration> {
    let mut longest = None;
    for value in headers.get_all(RETRY_AFTER).iter().filter_map(|value| value.to_str().ok()) {
        longest = longest.max(seconds(value.trim()).or_else(|| until(value.trim(), headers, now)));
    }
    longest
}

/// Seconds, which a service may write with a fraction. A negative number asks for no wait.
fn seconds(text: &str) -> Option<Duration> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut scan = Scan::new(digits);
    let seconds = scan.number()?;
    let nanoseconds = if scan.byte(b'.').is_some() { scan.nanoseconds()? } else { 0 };
    if !scan.is_at_end() {
        return None;
    }
    if digits.len() < text.len() {
        return Some(Duration::ZERO);
    }
    // Rounded up: a little too long is right, a little too short is refused again.
    Duration::from_secs(seconds).checked_add(Duration::from_millis(nanoseconds.div_ceil(1_000_000).into()))
}

/// A date, measured against the clock of the service: the local one may be wrong.
fn until(text: &str, headers: &HeaderMap, now: Duration) -> Option<Duration> {
    let date = http_date(text)?;
    let theirs = headers.get(&DATE).and_then(|now| http_date(now.to_str().ok()?));
    Some(date.saturating_sub(theirs.unwrap_or(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(values: &[&str]) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(DATE, "Sun, 06 Nov 1994 08:49:37 GMT".parse().unwrap());
        for value in values {
            headers.append(RETRY_AFTER, value.parse().unwrap());
        }
        retry_after(&headers, Duration::ZERO)
    }

    #[test]
    fn every_form_of_retry_after() {
        let digits = "9".repeat(400);
        for (values, expected) in [
            (&["2"][..], Some(Duration::from_secs(2))),
            (&["2.128"], Some(Duration::from_millis(2128))),
            (&["2.1281"], Some(Duration::from_millis(2129))),
            (&["86400"], Some(Duration::from_secs(86400))),
            (&["0"], Some(Duration::ZERO)),
            (&["-5"], Some(Duration::ZERO)),
            (&["Sun, 06 Nov 1994 08:49:40 GMT"], Some(Duration::from_secs(3))),
            (&["Sun, 06 Nov 1994 08:49:30 GMT"], Some(Duration::ZERO)),
            (&["Sun, 31 Feb 1994 08:49:40 GMT"], None),
            (&["Sun, 06 Nov 1994 08:49:40 CET"], None),
            (&["soon"], None),
            (&["NaN"], None),
            (&["1e3"], None),
            (&[""], None),
            (&[&digits], None),
            (&["1", "3", "soon"], Some(Duration::from_secs(3))),
            (&[], None),
        ] {
            assert_eq!(wait(values), expected, "{values:?}");
        }
    }
}
