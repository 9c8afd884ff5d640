//! Templates that jobs are made from.

use docbind_runtime::model::Guid;
use graph_beta::Client;
use graph_beta::models::SynchronizationTemplate;

use super::{APPLICATION, SERVICE_PRINCIPAL};
use crate::{Built, Call};

/// Get all templates that a service principal can make jobs from.
pub fn list(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().templates().list().build()
}

/// Read one template.
pub fn get(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .templates()
        .by_id("HarborOutDelta")
        .get()
        .build()
}

/// Add a template to an application.
pub fn create(graph: &Client) -> Built {
    graph
        .applications()
        .by_id(APPLICATION)
        .synchronization()
        .templates()
        .post(
            SynchronizationTemplate::new()
                .id("HarborInTest")
                .application_id(Guid::from_text(APPLICATION))
                .factory_tag("CustomSCIM"),
        )
        .build()
}

/// Replace a template of an application.
pub fn update(graph: &Client) -> Built {
    graph
        .applications()
        .by_id(APPLICATION)
        .synchronization()
        .templates()
        .by_id("HarborOutDelta")
        .patch(
            SynchronizationTemplate::new()
                .id("HarborOutDelta")
                .application_id(Guid::from_text(APPLICATION))
                .default_(true)
                .description("Users to Harbor Books")
                .discoverable(true)
                .factory_tag("CustomSCIM"),
        )
        .build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call {
        page: "api/synchronization-synchronizationtemplate-list.md",
        example: "list_synchronizationtemplates",
        build: list,
    },
    Call { page: "api/synchronization-synchronizationtemplate-get.md", example: "", build: get },
    Call {
        page: "api/synchronization-synchronizationtemplate-post.md",
        example: "create_synchronizationtemplate_from_synchronization",
        build: create,
    },
    Call {
        page: "api/synchronization-synchronizationtemplate-update.md",
        example: "update_synchronizationtemplate",
        build: update,
    },
];
