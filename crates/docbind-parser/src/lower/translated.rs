//! Translated pages: the heads and labels of their tables, told by their places.
//!
//! The headings keep the anchors of the original and are read by those; permission names, types, paths and code are
//! not translated. What is left are the words in tables, which stand in the order of the original.

use docbind_ir::Scheme;

use super::permissions::{Verdict, permission_cell};
use crate::markdown::plain;
use crate::page::{BlockKind, Cell, Page, Table};

/// What the tables of a section list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Permissions,
    Headers,
    Properties,
    Members,
    Other,
}

/// The page with the words of the original in its tables; none when it is no translation.
pub(super) fn restored<'a>(page: &Page<'a>) -> Option<Page<'a>> {
    if !page.is_translated() {
        return None;
    }
    let mut page = page.clone();
    let mut chapter = Kind::Other;
    for section in &mut page.sections {
        let own = kind(&section.heading);
        if section.level <= 2 {
            chapter = own;
        }
        let kind = if own == Kind::Other { chapter } else { own };
        for block in &mut section.blocks {
            if let BlockKind::Table(table) = &mut block.kind {
                restore(table, kind);
            }
        }
    }
    Some(page)
}

fn kind(heading: &str) -> Kind {
    let heading = heading.trim().to_lowercase();
    match heading.as_str() {
        "permissions" | "prerequisites" => Kind::Permissions,
        "request headers" | "optional request headers" => Kind::Headers,
        "properties"
        | "relationships"
        | "request body"
        | "function parameters"
        | "path parameters"
        | "query parameters" => Kind::Properties,
        "members" => Kind::Members,
        _ if heading.ends_with(" values") => Kind::Members,
        _ => Kind::Other,
    }
}

fn restore(table: &mut Table<'_>, kind: Kind) {
    let heads: &[&'static str] = match (kind, table.header.len()) {
        // Whether the least privileged permission comes first is told in words that are translated.
        (Kind::Permissions, 2) => &["Permission type", "Permissions"],
        (Kind::Permissions, 3) => &["Permission type", "Least privileged permissions", "Higher privileged permissions"],
        (Kind::Headers, 2) => &["Name", "Description"],
        (Kind::Headers, 3) => &["Name", "Type", "Description"],
        (Kind::Properties, 3) => &["Property", "Type", "Description"],
        (Kind::Members, 2) => &["Member", "Description"],
        (Kind::Members, 3) => &["Member", "Value", "Description"],
        _ => return,
    };
    // Pages in two languages have the words of the original.
    let first = table.header.first().map(|cell| plain(&cell.markdown).trim().to_lowercase());
    if heads.first().is_some_and(|head| first.as_deref() == Some(&*head.to_lowercase())) {
        return;
    }
    if kind == Kind::Permissions && !restore_permissions(table) {
        return;
    }
    for (cell, head) in table.header.iter_mut().zip(heads) {
        cell.markdown = (*head).into();
    }
}

/// Labels three rows in the order of the original; false when the table is another one.
fn restore_permissions(table: &mut Table<'_>) -> bool {
    let lists = |cell: &Cell<'_>| permission_cell(&cell.markdown).verdict == Verdict::Listed;
    let rows = table.rows.iter().filter(|row| row.len() > 1);
    if table.rows.len() != Scheme::ALL.len() || !rows.clone().any(|row| row.iter().skip(1).any(lists)) {
        return false;
    }
    let labels = ["Delegated (work or school account)", "Delegated (personal Microsoft account)", "Application"];
    for (row, label) in table.rows.iter_mut().zip(labels) {
        for (position, cell) in row.iter_mut().enumerate() {
            if position == 0 {
                cell.markdown = label.into();
            } else if !lists(cell) && (1..=3).contains(&plain(&cell.markdown).split_whitespace().count()) {
                // A word or two in place of names is the phrase for a scheme that is not supported.
                cell.markdown = "Not supported.".into();
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use docbind_ir::{Api, Status};

    use crate::lower::{SetContext, lower};

    fn read(markdown: &str, file: &str) -> Api {
        let (page, _) = crate::parse(file.into(), markdown, &());
        let set = SetContext { namespace: "fleet".to_owned(), ..SetContext::default() };
        let (facts, _) = lower(&page, &set);
        Api { operations: facts.operations, types: facts.types, enums: facts.enums, ..Api::default() }
    }

    #[test]
    fn an_operation() {
        let api = read(
            "---\ntitle: Obter barco\nms.locfileid: \"1\"\n---\n# <a name=\"get-boat\"></a>Obter barco\n\n\
             ## <a name=\"permissions\"></a>Permissões\n\n|Tipo|Permissões|\n|:--|:--|\n|Delegado (trabalho)|Boat.Read|\n\
             |Delegado (pessoal)|Sem suporte.|\n|Aplicativo|Boat.Read.All|\n\n\
             ## <a name=\"http-request\"></a>Solicitação HTTP\n\n```http\nGET /boats/{id}\n```\n\n\
             ## <a name=\"response\"></a>Resposta\n\nRetorna `200 OK` e um objeto [boat](../resources/boat.md).\n\n\
             ## <a name=\"example\"></a>Exemplo\n\n##### <a name=\"request\"></a>Solicitação\n\n\
             # <a name=\"http\"></a>[HTTP](#tab/http)\n```http\nGET https://example.org/boats/1\n```\n---\n\n\
             ##### <a name=\"response\"></a>Resposta\n```http\nHTTP/1.1 200 OK\n```\n",
            "api/boat-get.md",
        );
        let [operation] = api.operations.as_slice() else { panic!("{api:?}") };
        assert_eq!(operation.path.to_string(), "/boats/{id}");
        assert_eq!(operation.examples.len(), 1);
        assert_eq!(operation.responses.first().map(|response| response.status), Some(200));
        let statuses: Vec<_> =
            operation.permissions.schemes.values().map(|one| (one.status, one.names().len())).collect();
        assert_eq!(statuses, [(Status::Supported, 1), (Status::NotSupported, 0), (Status::Supported, 1)]);
    }

    #[test]
    fn a_type_with_an_enumeration() {
        let api = read(
            "---\ntitle: barco\nms.openlocfilehash: x\n---\n# <a name=\"boat-resource-type\"></a>Tipo de recurso boat\n\n\
             ## <a name=\"properties\"></a>Propriedades\n\n|Propriedade|Tipo|Descrição|\n|:--|:--|:--|\n|name|String|O nome.|\n\n\
             ### <a name=\"boatstate-values\"></a>valores de boatState\n\n|Membro|Descrição|\n|:--|:--|\n|moored|x|\n|adrift|y|\n",
            "resources/boat.md",
        );
        assert_eq!(api.types[0].name.as_str(), "fleet.boat");
        assert_eq!(&*api.types[0].properties[0].name, "name");
        assert_eq!(api.enums[0].name.as_str(), "fleet.boatState");
        assert_eq!(api.enums[0].members.len(), 2);
    }
}
