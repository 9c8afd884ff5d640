//! Calls two operations, which are all that its client has.

/// The generated client.
pub mod graph {
    include!(concat!(env!("OUT_DIR"), "/graph/mod.rs"));
}

use graph::models::User;
use graph::prelude::*;

/// The users whose name begins with these letters, ten at most.
pub async fn users(client: &Client, letters: &str) -> Result<Vec<User>, Error> {
    let list = client.users().list().filter(User::DISPLAY_NAME.starts_with(letters)).top(10);
    Ok(list.await?.value)
}

/// Makes a user go away.
pub async fn remove(client: &Client, id: &str) -> Result<(), Error> {
    let user = client.users().by_id(id);
    user.delete().await
}
