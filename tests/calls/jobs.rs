//! Provisioning jobs.

use graph_beta::Client;
use graph_beta::models::{
    SynchronizationJob, SynchronizationJobApplicationParameters, SynchronizationJobRestartCriteria,
    SynchronizationJobRestartScope, SynchronizationJobSubject, SynchronizationLinkedObjects, SynchronizationSecret,
    SynchronizationSecretKeyStringValuePair,
};
use graph_beta::service_principals::{
    PostSynchronizationJobsProvisionOnDemandBody, PostSynchronizationJobsRestartBody,
    PostSynchronizationJobsValidateCredentialsBody,
};

use super::{JOB, RULE, SERVICE_PRINCIPAL};
use crate::{Built, Call};

/// Get the first of all jobs of a service principal.
pub fn list(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().list().top(1).build()
}

/// Read one job with its status.
pub fn get(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).get().build()
}

/// Make a job from a template.
pub fn create(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .post(SynchronizationJob::new().template_id("HarborOutDelta"))
        .build()
}

/// Set a job going.
pub fn start(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).start().post().build()
}

/// Halt a job and keep its state.
pub fn pause(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).pause().post().build()
}

/// Throw away the errors and the quarantine of a job, and let it go through all objects again.
pub fn restart(graph: &Client) -> Built {
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

/// Try credentials against the target system.
pub fn validate_new_credentials(graph: &Client) -> Built {
    let pair = SynchronizationSecretKeyStringValuePair::new;
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .validate_credentials()
        .post(PostSynchronizationJobsValidateCredentialsBody::new().credentials([
            pair().key(SynchronizationSecret::UserName).value("provisioner@harborbooks.example"),
            pair().key(SynchronizationSecret::Password).value("fake-password-5c02"),
        ]))
        .build()
}

/// Try the credentials that are stored.
pub fn validate_stored_credentials(graph: &Client) -> Built {
    graph
        .service_principals()
        .by_id(SERVICE_PRINCIPAL)
        .synchronization()
        .jobs()
        .by_id(JOB)
        .validate_credentials()
        .post(PostSynchronizationJobsValidateCredentialsBody::new().use_saved_credentials(true))
        .build()
}

/// Provision one user at once.
pub fn provision_user(graph: &Client) -> Built {
    provision(
        graph,
        SynchronizationJobSubject::new().object_id("6e2a94c1-d85f-4037-b91c-f4a07d3e8b56").object_type_name("User"),
    )
}

/// Provision a group together with two of its members.
pub fn provision_group(graph: &Client) -> Built {
    let member = |id: &str| SynchronizationJobSubject::new().object_id(id).object_type_name("User");
    let members = [member("6e2a94c1-d85f-4037-b91c-f4a07d3e8b56"), member("d490b7e3-5f1c-4a86-92d7-e8c3a06f4b15")];
    provision(
        graph,
        SynchronizationJobSubject::new()
            .object_id("a7c5f018-3b9e-4d62-85e4-1f0d6b82c937")
            .object_type_name("Group")
            .links(SynchronizationLinkedObjects::new().members(members)),
    )
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
pub fn delete(graph: &Client) -> Built {
    graph.service_principals().by_id(SERVICE_PRINCIPAL).synchronization().jobs().by_id(JOB).delete().build()
}

/// Which example each call stands for.
pub const CALLS: &[Call<Client>] = &[
    Call { page: "api/synchronization-synchronizationjob-list.md", example: "list_synchronizationjobs", build: list },
    Call { page: "api/synchronization-synchronizationjob-get.md", example: "get_synchronizationjob", build: get },
    Call {
        page: "api/synchronization-synchronizationjob-post.md",
        example: "create_synchronizationjob_from_synchronization",
        build: create,
    },
    Call { page: "api/synchronization-synchronizationjob-start.md", example: "synchronizationjob_start", build: start },
    Call { page: "api/synchronization-synchronizationjob-pause.md", example: "synchronizationjob_pause", build: pause },
    Call {
        page: "api/synchronization-synchronizationjob-restart.md",
        example: "synchronizationjob_restart",
        build: restart,
    },
    Call {
        page: "api/synchronization-synchronizationjob-validatecredentials.md",
        example: "synchronizationjob_validatecredentials",
        build: validate_new_credentials,
    },
    Call {
        page: "api/synchronization-synchronizationjob-validatecredentials.md",
        example: "synchronizationjob_validatecredentials_saved",
        build: validate_stored_credentials,
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
        build: delete,
    },
];
