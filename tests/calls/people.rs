//! The calls of the v1.0 pages about users and groups.

use graph_v1::Client;
use graph_v1::models::{Group, PasswordProfile, User};

use super::{ADA, BEN, CREW};
use crate::{Built, Call};

/// Names of the first five users whose name begins with A.
pub fn list_users(graph: &Client) -> Built {
    graph
        .users()
        .list()
        .select((User::ID, User::DISPLAY_NAME, User::MAIL))
        .filter(User::DISPLAY_NAME.starts_with("A"))
        .top(5)
        .build()
}

/// Users whose address ends with a domain, counted.
pub fn list_users_of_domain(graph: &Client) -> Built {
    graph.users().list().filter(User::MAIL.ends_with("@harborbooks.example")).count().build()
}

/// Read a user.
pub fn get_user(graph: &Client) -> Built {
    graph.users().by_id(ADA).get().select((User::ID, User::DISPLAY_NAME, User::JOB_TITLE)).build()
}

/// Read the signed-in user with the manager.
pub fn get_me(graph: &Client) -> Built {
    graph.me().get().expand(User::MANAGER).build()
}

/// Create a user with a first password.
pub fn create_user(graph: &Client) -> Built {
    graph
        .users()
        .post(
            User::new()
                .account_enabled(true)
                .display_name("Ben Okafor")
                .mail_nickname("ben")
                .user_principal_name("ben@harborbooks.example")
                .password_profile(
                    PasswordProfile::new().force_change_password_next_sign_in(true).password("fake-Tide-4711"),
                ),
        )
        .build()
}

/// Give a title and take the phone number away.
pub fn update_user(graph: &Client) -> Built {
    use graph_v1::prelude::*;
    graph.users().by_id(ADA).patch(User::new().job_title("Harbor master").null(User::MOBILE_PHONE)).build()
}

/// Delete a user.
pub fn delete_user(graph: &Client) -> Built {
    graph.users().by_id(BEN).delete().build()
}

/// Begin to follow names of users.
pub fn follow_users(graph: &Client) -> Built {
    graph.users().delta().list().select((User::DISPLAY_NAME, User::JOB_TITLE)).build()
}

/// Groups by name.
pub fn list_groups(graph: &Client) -> Built {
    graph.groups().list().orderby(Group::DISPLAY_NAME.desc()).top(2).build()
}

/// Read a group.
pub fn get_group(graph: &Client) -> Built {
    graph.groups().by_id(CREW).get().build()
}

/// Read a group by its unique name.
pub fn get_group_by_name(graph: &Client) -> Built {
    graph.groups().by_unique_name("tug-crew").get().build()
}

/// Create a security group.
pub fn create_group(graph: &Client) -> Built {
    let group = Group::new().display_name("Tug crew").mail_enabled(false).mail_nickname("tug-crew");
    graph.groups().post(group.security_enabled(true)).build()
}

/// Change the description of a group.
pub fn update_group(graph: &Client) -> Built {
    graph.groups().by_id(CREW).patch(Group::new().description("Everyone on the tugs")).build()
}

/// Members of a group.
pub fn list_members(graph: &Client) -> Built {
    graph.groups().by_id(CREW).members().list().top(10).build()
}

/// Begin to follow groups, with what has changed only.
pub fn follow_groups(graph: &Client) -> Built {
    graph.groups().delta().list().select(Group::DISPLAY_NAME).header("Prefer", "return=minimal").build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call { page: "api/user-list.md", example: "list_users_by_name", build: list_users },
    Call { page: "api/user-list.md", example: "list_users_by_domain", build: list_users_of_domain },
    Call { page: "api/user-get.md", example: "get_user_by_id", build: get_user },
    Call { page: "api/user-get.md", example: "get_me_with_manager", build: get_me },
    Call { page: "api/user-post-users.md", example: "create_user_with_password", build: create_user },
    Call { page: "api/user-update.md", example: "update_user_title", build: update_user },
    Call { page: "api/user-delete.md", example: "delete_user_by_id", build: delete_user },
    Call { page: "api/user-delta.md", example: "user_delta_names", build: follow_users },
    Call { page: "api/group-list.md", example: "list_groups_by_name", build: list_groups },
    Call { page: "api/group-get.md", example: "get_group_by_id", build: get_group },
    Call { page: "api/group-get.md", example: "get_group_by_unique_name", build: get_group_by_name },
    Call { page: "api/group-post-groups.md", example: "create_security_group", build: create_group },
    Call { page: "api/group-update.md", example: "update_group_description", build: update_group },
    Call { page: "api/group-list-members.md", example: "list_members_of_group", build: list_members },
    Call { page: "api/group-delta.md", example: "group_delta_minimal_names", build: follow_groups },
];
