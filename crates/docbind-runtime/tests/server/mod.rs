//! A server on the loopback interface that answers from a script and records what came.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, dead_code, unreachable_pub, reason = "each test uses its part")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub struct Server {
    pub url: String,
    log: Arc<Mutex<Vec<String>>>,
}

/// What the server does with a request: bytes to send, then the connection is closed. `{self}` becomes its URL.
pub type Reply = String;

pub fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n{body}", body.len())
}

impl Server {
    pub async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::<Mutex<Vec<String>>>::default();
        let mut replies: VecDeque<Reply> = replies.into_iter().collect();
        let (own, entries) = (url.clone(), Arc::clone(&log));
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read(&mut stream).await;
                entries.lock().unwrap().push(request);
                let reply = replies.pop_front().unwrap_or_else(|| reply(418, &[], "")).replace("{self}", &own);
                let _ = stream.write_all(reply.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { url, log }
    }

    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let (mut request, mut buffer) = (String::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut buffer).await.unwrap_or(0);
        request.push_str(&String::from_utf8_lossy(&buffer[..count]));
        let complete = request.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.lines().find_map(|line| {
                line.to_lowercase().strip_prefix("content-length:").map(|n| n.trim().parse().unwrap_or(0))
            });
            body.len() >= length.unwrap_or(0)
        });
        if count == 0 || complete {
            return request;
        }
    }
}
