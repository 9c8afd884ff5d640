use std::collections::VecDeque;

use super::{Mock, Recorded, Reply};

/// What a service replies to some requests. It is in force at once.
#[derive(Debug)]
pub struct Route<'a> {
    mock: &'a Mock,
    index: usize,
}

/// A route as the service keeps it.
pub(super) struct Entry {
    method: http::Method,
    segments: Vec<String>,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Check>,
    replies: VecDeque<Reply>,
}

type Check = Box<dyn Fn(&Recorded) -> bool + Send>;

impl<'a> Route<'a> {
    pub(super) fn new(mock: &'a Mock, method: http::Method, path: &str) -> Self {
        let segments = path.split('/').map(str::to_owned).collect();
        let (query, headers, replies) = (Vec::new(), Vec::new(), VecDeque::new());
        let mut state = mock.lock();
        state.routes.push(Entry { method, segments, query, headers, body: None, replies });
        Self { mock, index: state.routes.len() - 1 }
    }

    fn change(self, change: impl FnOnce(&mut Entry)) -> Self {
        if let Some(entry) = self.mock.lock().routes.get_mut(self.index) {
            change(entry);
        }
        self
    }

    /// Only for requests with this parameter in the query, decoded.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.change(|entry| entry.query.push((name.to_owned(), value.to_owned())))
    }

    /// Only for requests with this header.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|entry| entry.headers.push((name.to_owned(), value.to_owned())))
    }

    /// Only for requests that a function accepts.
    pub fn when(self, accepts: impl Fn(&Recorded) -> bool + Send + 'static) -> Self {
        self.change(|entry| entry.body = Some(Box::new(accepts)))
    }

    /// The next reply. The last one stays.
    pub fn reply(self, reply: Reply) -> Self {
        self.change(|entry| entry.replies.push_back(reply))
    }
}

impl Entry {
    pub(super) fn fits(&self, request: &Recorded) -> bool {
        let mut segments = request.path.split('/');
        let is_same = |known: &String| {
            segments.next().is_some_and(|segment| match known.starts_with('{') && known.ends_with('}') {
                true => !segment.is_empty(),
                false => known == segment,
            })
        };
        self.method == request.method
            && self.segments.iter().all(is_same)
            && segments.next().is_none()
            && self.query.iter().all(|(name, value)| request.parameter(name) == Some(value))
            && self.headers.iter().all(|(name, value)| request.header(name) == Some(value))
            && self.body.as_ref().is_none_or(|accepts| accepts(request))
    }

    pub(super) fn next(&mut self) -> Option<Reply> {
        match self.replies.len() {
            0 | 1 => self.replies.front().cloned(),
            _ => self.replies.pop_front(),
        }
    }
}
