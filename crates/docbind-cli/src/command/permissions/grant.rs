//! What an operator pastes to grant permissions.

use std::fmt::Write as _;

use docbind::printable;
use docbind_ir::{Api, PermissionKind, Scheme};
use serde_json::{Value, json};

use crate::args::GrantFormat;
use crate::render::json_pretty;

/// Permissions to be granted to one application.
pub(super) struct Grants {
    /// The identifier of the service's own application.
    resource: Option<String>,
    /// Where the service is reached: `https://graph.microsoft.com`.
    origin: String,
    scheme: Scheme,
    named: Vec<Grant>,
    /// Names that no script may hold.
    odd: Vec<String>,
}

struct Grant {
    name: String,
    /// The identifier for the scheme, when a permission reference among the pages has it.
    id: Option<String>,
}

/// Where an operator fills in the application that gets the permissions.
const APP: &str = "{client-id}";

impl Grants {
    /// The grants for these names; `resource` is the identifier of the service's application.
    pub(super) fn new(api: &Api, scheme: Scheme, names: &[String], resource: Option<String>) -> Self {
        let kind = match scheme {
            Scheme::Application => PermissionKind::Application,
            Scheme::DelegatedWork | Scheme::DelegatedPersonal => PermissionKind::Delegated,
        };
        let id = |name: &str| {
            let known =
                api.permissions.iter().find(|known| known.kind == kind && known.name.eq_ignore_ascii_case(name));
            known.and_then(|known| known.id.clone()).filter(|id| is_plain(id))
        };
        let (plain, odd): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| is_plain(name));
        let named = plain.into_iter().map(|name| Grant { name: name.clone(), id: id(name) }).collect();
        let end = api.base_url.find("://").and_then(|start| {
            let host = api.base_url.get(start + 3..)?;
            Some(start + 3 + host.find('/').unwrap_or(host.len()))
        });
        let origin = end.and_then(|end| api.base_url.get(..end)).unwrap_or_default().to_owned();
        Self { resource, origin, scheme, named, odd: odd.into_iter().cloned().collect() }
    }

    /// What an operator has to find out by the name, since the pages do not have its identifier.
    pub(super) fn without_id(&self) -> Vec<&str> {
        self.named
            .iter()
            .filter(|grant| grant.id.is_none())
            .map(|grant| grant.name.as_str())
            .chain(self.odd())
            .collect()
    }

    fn odd(&self) -> impl Iterator<Item = &str> {
        self.odd.iter().map(String::as_str)
    }

    fn is_application(&self) -> bool {
        self.scheme == Scheme::Application
    }

    fn kind(&self) -> &'static str {
        if self.is_application() { "Role" } else { "Scope" }
    }

    fn resource(&self) -> &str {
        self.resource.as_deref().unwrap_or("{resource-app-id}")
    }

    /// The text to paste, with its line end.
    pub(super) fn text(&self, format: GrantFormat) -> String {
        let mut text = match format {
            GrantFormat::Manifest => return json_pretty(&self.manifest()) + "\n",
            GrantFormat::Scopes => return self.scopes().join(" ") + "\n",
            GrantFormat::ConsentUrl => return self.consent_url() + "\n",
            GrantFormat::Powershell => self.powershell(),
            GrantFormat::AzureCli => self.azure_cli(),
            GrantFormat::Bicep => self.bicep(),
            GrantFormat::Terraform => self.terraform(),
        };
        let comment = if format == GrantFormat::Bicep { "//" } else { "#" };
        for name in self.odd() {
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(text, "{comment} left out, since it is no name of a permission: {}", one_line(name));
        }
        text
    }

    fn manifest(&self) -> Value {
        let access: Vec<Value> = self
            .named
            .iter()
            .filter_map(|grant| Some(json!({ "id": grant.id.as_deref()?, "type": self.kind() })))
            .collect();
        let mut manifest = json!({
            "requiredResourceAccess": [{ "resourceAppId": self.resource(), "resourceAccess": access }],
        });
        let without: Vec<Value> =
            self.without_id().into_iter().map(|name| json!({ "name": name, "type": self.kind() })).collect();
        if let Some(object) = manifest.as_object_mut().filter(|_| !without.is_empty()) {
            object.insert("withoutId".to_owned(), Value::Array(without));
        }
        manifest
    }

    fn scopes(&self) -> Vec<String> {
        match self.is_application() {
            // Without a user, a token is for whatever was granted.
            true => vec![format!("{}/.default", self.origin)],
            false => self.named.iter().map(|grant| format!("{}/{}", self.origin, grant.name)).collect(),
        }
    }

    fn consent_url(&self) -> String {
        let scope: Vec<String> = self.scopes().iter().map(|scope| encoded(scope)).collect();
        format!(
            "https://login.microsoftonline.com/{{tenant}}/v2.0/adminconsent?client_id={APP}&scope={}&redirect_uri={{redirect-uri}}",
            scope.join("%20")
        )
    }

    fn powershell(&self) -> String {
        let mut text = format!(
            "Connect-MgGraph -Scopes 'Application.Read.All','{}'\n\
             $app = Get-MgServicePrincipal -Filter \"appId eq '{APP}'\"\n\
             $api = Get-MgServicePrincipal -Filter \"appId eq '{}'\"\n",
            if self.is_application() {
                "AppRoleAssignment.ReadWrite.All"
            } else {
                "DelegatedPermissionGrant.ReadWrite.All"
            },
            self.resource()
        );
        if !self.is_application() {
            let names: Vec<&str> = self.named.iter().map(|grant| grant.name.as_str()).collect();
            let _ = writeln!(
                text,
                "New-MgOauth2PermissionGrant -ClientId $app.Id -ConsentType AllPrincipals -ResourceId $api.Id -Scope '{}'",
                names.join(" ")
            );
            return text;
        }
        for Grant { name, id } in &self.named {
            let role = match id {
                Some(id) => format!("'{id}'"),
                None => format!("($api.AppRoles | Where-Object Value -eq '{name}').Id"),
            };
            let _ = writeln!(
                text,
                "New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $app.Id -PrincipalId $app.Id -ResourceId $api.Id \
                 -AppRoleId {role} # {name}"
            );
        }
        text
    }

    fn azure_cli(&self) -> String {
        let list = if self.is_application() { "appRoles" } else { "oauth2PermissionScopes" };
        let (api, kind) = (self.resource(), self.kind());
        let mut text = String::new();
        for Grant { name, id } in &self.named {
            let id = match id {
                Some(id) => id.clone(),
                None => {
                    format!("$(az ad sp show --id {api} --query \"{list}[?value=='{name}'].id | [0]\" --output tsv)")
                }
            };
            let _ = writeln!(
                text,
                "az ad app permission add --id '{APP}' --api {api} --api-permissions \"{id}={kind}\" # {name}"
            );
        }
        let _ = writeln!(text, "az ad app permission admin-consent --id '{APP}'");
        text
    }

    fn bicep(&self) -> String {
        let mut text = format!(
            "extension microsoftGraphV1\n\n\
             resource app 'Microsoft.Graph/applications@v1.0' = {{\n  uniqueName: 'my-app'\n  displayName: 'My app'\n  \
             requiredResourceAccess: [\n    {{\n      resourceAppId: '{}'\n      resourceAccess: [\n",
            self.resource()
        );
        for Grant { name, id } in &self.named {
            let _ = match id {
                Some(id) => writeln!(text, "        {{ id: '{id}', type: '{}' }} // {name}", self.kind()),
                None => writeln!(text, "        // {name}: the pages have no identifier for it"),
            };
        }
        text.push_str("      ]\n    }\n  ]\n}\n");
        text
    }

    fn terraform(&self) -> String {
        let mut text = format!(
            "data \"azuread_service_principal\" \"api\" {{\n  client_id = \"{0}\"\n}}\n\n\
             resource \"azuread_application\" \"app\" {{\n  display_name = \"My app\"\n\n  required_resource_access {{\n    \
             resource_app_id = \"{0}\"\n",
            self.resource()
        );
        let list = if self.is_application() { "app_role_ids" } else { "oauth2_permission_scope_ids" };
        for Grant { name, id } in &self.named {
            let id = match id {
                Some(id) => format!("\"{id}\""),
                None => format!("data.azuread_service_principal.api.{list}[\"{name}\"]"),
            };
            let _ = writeln!(
                text,
                "\n    resource_access {{ # {name}\n      id   = {id}\n      type = \"{}\"\n    }}",
                self.kind()
            );
        }
        text.push_str("  }\n}\n");
        text
    }
}

/// Whether a text means nothing but itself in all of these languages.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\r'], " ")
}

/// A scope as it stands in a query.
fn encoded(scope: &str) -> String {
    scope.replace(':', "%3A").replace('/', "%2F")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grants(scheme: Scheme) -> Grants {
        let named = vec![
            Grant { name: "User.Read.All".to_owned(), id: Some("0-1".to_owned()) },
            Grant { name: "Mail.Read".to_owned(), id: None },
        ];
        let resource = Some("r".to_owned());
        Grants { resource, origin: "https://api.example.com".to_owned(), scheme, named, odd: vec!["a'\nb".to_owned()] }
    }

    const ALL: [GrantFormat; 5] = [
        GrantFormat::Manifest,
        GrantFormat::Powershell,
        GrantFormat::AzureCli,
        GrantFormat::Bicep,
        GrantFormat::Terraform,
    ];

    #[test]
    fn every_permission_is_named_or_has_its_identifier() {
        for format in ALL {
            let text = grants(Scheme::Application).text(format);
            assert!(text.contains("0-1"), "{text}");
            assert!(text.contains("Mail.Read"), "{text}");
        }
    }

    #[test]
    fn no_name_breaks_out_of_a_comment() {
        for format in ALL.into_iter().skip(1) {
            let text = grants(Scheme::Application).text(format);
            assert!(text.lines().all(|line| !line.trim_start().starts_with('b')), "{text}");
        }
    }

    #[test]
    fn scopes_of_a_user_are_full_and_those_of_an_application_the_default() {
        let text = grants(Scheme::DelegatedWork).text(GrantFormat::Scopes);
        assert_eq!(text, "https://api.example.com/User.Read.All https://api.example.com/Mail.Read\n");
        assert_eq!(grants(Scheme::Application).text(GrantFormat::Scopes), "https://api.example.com/.default\n");
    }
}
