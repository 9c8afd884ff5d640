//! Types in the shape of generated code.

#![allow(
    clippy::unwrap_used,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "generated code is public; each test uses its part"
)]

use docbind_runtime::model::{Binary, DateTime, Extra, Flags, Guid, Json, Navigation, Property, navigation, property};

#[non_exhaustive]
pub struct User {
    pub account_enabled: Option<bool>,
    pub display_name: Option<String>,
    pub business_phones: Option<Vec<String>>,
    pub created_date_time: Option<DateTime>,
    pub id: Option<String>,
    pub logins: Option<i64>,
    pub score: Option<f64>,
    pub size: Option<i32>,
    pub age_group: Option<AgeGroup>,
    pub days: Option<Flags<Day>>,
    pub photo: Option<Binary>,
    pub manager_hint: Option<Box<User>>,
    pub licenses: Option<Vec<License>>,
    pub password: Option<String>,
    pub anything: Option<Json>,
    pub matrix: Option<Vec<Vec<i32>>>,
    pub extra: Extra,
}

impl User {
    pub const ACCOUNT_ENABLED: Property<User, bool> = property("accountEnabled");
    pub const DISPLAY_NAME: Property<User, String> = property("displayName");
    pub const CREATED_DATE_TIME: Property<User, DateTime> = property("createdDateTime");
    pub const AGE_GROUP: Property<User, AgeGroup> = property("ageGroup");
    pub const BUSINESS_PHONES: Property<User, Vec<String>> = property("businessPhones");
    pub const LICENSES: Property<User, Vec<License>> = property("licenses");
    pub const MANAGER: Navigation<User, DirectoryObject> = navigation("manager");
    pub const REPORTS: Navigation<User, Vec<DirectoryObject>> = navigation("directReports");

    #[inline]
    pub fn display_name(mut self, value: impl Into<String>) -> Self {
        self.display_name = Some(value.into());
        self
    }
    #[inline]
    pub fn account_enabled(mut self, value: bool) -> Self {
        self.account_enabled = Some(value);
        self
    }
}

docbind_runtime::model! {
    User
    type_name = "microsoft.graph.user"
    bases = ["microsoft.graph.directoryObject"]
    secrets = [13]
    related = [DirectoryObject]
    0 "accountEnabled" Bool account_enabled
    1 "displayName" Str display_name
    2 "businessPhones" StrList business_phones
    3 "createdDateTime" DateTime created_date_time
    4 "id" Str id
    5 "logins" I64 logins
    6 "score" F64 score
    7 "size" I32 size
    8 "ageGroup" Enum age_group
    9 "days" Enum days
    10 "photo" Binary photo
    11 "managerHint" Obj manager_hint
    12 "licenses" List licenses
    13 "password" Str password
    14 "anything" Json anything
    15 "matrix" List matrix
}

#[non_exhaustive]
pub struct DirectoryObject {
    pub id: Option<String>,
    pub extra: Extra,
}

docbind_runtime::model! {
    DirectoryObject
    type_name = "microsoft.graph.directoryObject"
    bases = []
    secrets = []
    0 "id" Str id
}

#[non_exhaustive]
pub struct License {
    pub sku_id: Option<Guid>,
    pub extra: Extra,
}

impl License {
    pub const SKU_ID: Property<License, Guid> = property("skuId");
}

docbind_runtime::model! {
    License
    type_name = "microsoft.graph.license"
    bases = []
    secrets = []
    0 "skuId" Guid sku_id
}

/// A body that is only sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct SetPasswordBody {
    pub new_password: Option<String>,
    pub user: Option<User>,
    pub extra: Extra,
}

docbind_runtime::body! {
    SetPasswordBody
    secrets = [0]
    0 "newPassword" Str new_password
    1 "user" Obj user
}

#[non_exhaustive]
pub enum AgeGroup {
    Minor,
    NotAdult,
    Unknown(String),
}

docbind_runtime::open_enum! {
    AgeGroup
    0 "minor" Minor
    1 "notAdult" NotAdult
}

#[non_exhaustive]
pub enum Day {
    Monday,
    Friday,
    Unknown(String),
}

docbind_runtime::open_enum! {
    Day
    0 "monday" Monday
    1 "friday" Friday
}
