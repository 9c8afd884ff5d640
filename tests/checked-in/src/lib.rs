//! Uses the crate in `generated/graph-v1`, which `docbind generate` keeps up to date.

use graph_v1::models::User;
use graph_v1::prelude::*;
use graph_v1::runtime::Request;
use graph_v1::users::List;

/// The request for names and addresses of the users whose name begins with these letters.
pub fn users(client: &Client, letters: &str) -> Request<List> {
    client
        .users()
        .list()
        .select((User::DISPLAY_NAME, User::MAIL))
        .filter(User::DISPLAY_NAME.starts_with(letters))
        .top(100)
}
