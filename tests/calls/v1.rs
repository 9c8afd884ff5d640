//! The calls of the v1.0 pages. They read as those of the beta pages do; only the crate is another.

use graph_v1::Client;
use graph_v1::models::{
    SynchronizationJobApplicationParameters, SynchronizationJobRestartCriteria, SynchronizationJobRestartScope,
    SynchronizationJobSubject, SynchronizationLinkedObjects, SynchronizationSchema, SynchronizationSecret,
    SynchronizationSecretKeyStringValuePair,
};
use graph_v1::service_principals::{
    PostSynchronizationJobsProvisionOnDemandBody, PostSynchronizationJobsRestartBody, PutSynchronizationSecretsBody,
};

use super::{JOB, RULE, SERVICE_PRINCIPAL};
use crate::{Built, Call};

/// Store what the service needs to sign in to the target system.
pub fn add_secrets(graph: &Client) -> Built {
    let secret = |key, value: &str| SynchronizationSecretKeyStringValuePair::new().key(key).value(value);
    let notifications = r#"{"Enabled":true,"Recipients":"ops@harborbooks.example","DeleteThresholdEnabled":false}"#;
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .secrets()
        .put(PutSynchronizationSecretsBody::new().value([
            secret(SynchronizationSecret::BaseAddress, "https://scim.harborbooks.example"),
            secret(SynchronizationSecret::SecretToken, "fake-token-0f3b8c"),
            secret(SynchronizationSecret::SyncNotificationSettings, notifications),
            secret(SynchronizationSecret::SyncAll, "false"),
        ]))
        .build()
}

/// Get the first of all jobs of a service principal.
pub fn list_jobs(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().list().top(1).build()
}

/// Read one job with its status.
pub fn get_job(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).get().build()
}

/// Set a job going.
pub fn start_job(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).start().post().build()
}

/// Halt a job and keep its state.
pub fn pause_job(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).pause().post().build()
}

/// Throw away the errors and the quarantine of a job, and let it go through all objects again.
pub fn restart_job(graph: &Client) -> Built {
    let scope = [SynchronizationJobRestartScope::Escrows, SynchronizationJobRestartScope::QuarantineState];
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .restart()
        .post(
            PostSynchronizationJobsRestartBody::new()
                .criteria(SynchronizationJobRestartCriteria::new().reset_scope(scope)),
        )
        .build()
}

/// Provision one user at once.
pub fn provision_user(graph: &Client) -> Built {
    provision(graph, user("6e2a94c1-d85f-4037-b91c-f4a07d3e8b56"))
}

/// Provision a group together with two of its members.
pub fn provision_group(graph: &Client) -> Built {
    let members = ["6e2a94c1-d85f-4037-b91c-f4a07d3e8b56", "d490b7e3-5f1c-4a86-92d7-e8c3a06f4b15"].map(user);
    provision(
        graph,
        SynchronizationJobSubject::new()
            .object_id("a7c5f018-3b9e-4d62-85e4-1f0d6b82c937")
            .object_type_name("Group")
            .links(SynchronizationLinkedObjects::new().members(members)),
    )
}

fn user(id: &str) -> SynchronizationJobSubject {
    SynchronizationJobSubject::new().object_id(id).object_type_name("User")
}

fn provision(graph: &Client, subject: SynchronizationJobSubject) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .provision_on_demand()
        .post(
            PostSynchronizationJobsProvisionOnDemandBody::new()
                .parameters([SynchronizationJobApplicationParameters::new().rule_id(RULE).subjects([subject])]),
        )
        .build()
}

/// Stop a job for good.
pub fn delete_job(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).delete().build()
}

/// Read the schema of a job, with the directories on both sides.
pub fn get_schema(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .schema()
        .get()
        .expand(SynchronizationSchema::DIRECTORIES)
        .build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call {
        page: "api/synchronization-serviceprincipal-put-synchronization.md",
        example: "synchronization_secrets",
        build: add_secrets,
    },
    Call {
        page: "api/synchronization-synchronizationjob-list.md",
        example: "list_synchronizationjobs",
        build: list_jobs,
    },
    Call { page: "api/synchronization-synchronizationjob-get.md", example: "get_synchronizationjob", build: get_job },
    Call {
        page: "api/synchronization-synchronizationjob-start.md",
        example: "synchronizationjob_start",
        build: start_job,
    },
    Call {
        page: "api/synchronization-synchronizationjob-pause.md",
        example: "synchronizationjob_pause",
        build: pause_job,
    },
    Call {
        page: "api/synchronization-synchronizationjob-restart.md",
        example: "synchronizationjob_restart",
        build: restart_job,
    },
    Call {
        page: "api/synchronization-synchronizationjob-provisionondemand.md",
        example: "synchronizationjob_provisionondemand_user",
        build: provision_user,
    },
    Call {
        page: "api/synchronization-synchronizationjob-provisionondemand.md",
        example: "synchronizationjob_provisionondemand_group",
        build: provision_group,
    },
    Call {
        page: "api/synchronization-synchronizationjob-delete.md",
        example: "delete_synchronizationjob",
        build: delete_job,
    },
    Call {
        page: "api/synchronization-synchronizationschema-get.md",
        example: "get_synchronizationschema",
        build: get_schema,
    },
];
