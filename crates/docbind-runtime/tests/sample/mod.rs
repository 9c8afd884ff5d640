//! Types in the shape of generated code.

#![allow(
    clippy::unwrap_used,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "generated code is public; each test uses its part"
)]

use docbind_runtime::model::{
    Binary, DateTime, Extra, Flags, Guid, Json, Mut, Navigation, OpenEnum, Property, Record, Ref, Shape,
};

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
    pub const ACCOUNT_ENABLED: Property<User, bool> = Property::new("accountEnabled");
    pub const DISPLAY_NAME: Property<User, String> = Property::new("displayName");
    pub const CREATED_DATE_TIME: Property<User, DateTime> = Property::new("createdDateTime");
    pub const AGE_GROUP: Property<User, AgeGroup> = Property::new("ageGroup");
    pub const BUSINESS_PHONES: Property<User, Vec<String>> = Property::new("businessPhones");
    pub const LICENSES: Property<User, Vec<License>> = Property::new("licenses");
    pub const MANAGER: Navigation<User, DirectoryObject> = Navigation::new("manager");
    pub const REPORTS: Navigation<User, Vec<DirectoryObject>> = Navigation::new("directReports");

    #[inline]
    pub fn new() -> Self {
        Self {
            account_enabled: None,
            display_name: None,
            business_phones: None,
            created_date_time: None,
            id: None,
            logins: None,
            score: None,
            size: None,
            age_group: None,
            days: None,
            photo: None,
            manager_hint: None,
            licenses: None,
            password: None,
            anything: None,
            matrix: None,
            extra: Extra::new(),
        }
    }
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

impl Record for User {
    #[inline]
    fn shape(&self) -> &'static Shape {
        &Shape {
            type_name: "microsoft.graph.user",
            bases: &["microsoft.graph.directoryObject"],
            names: &[
                "accountEnabled",
                "displayName",
                "businessPhones",
                "createdDateTime",
                "id",
                "logins",
                "score",
                "size",
                "ageGroup",
                "days",
                "photo",
                "managerHint",
                "licenses",
                "password",
                "anything",
                "matrix",
            ],
            secrets: &[13],
        }
    }
    #[inline]
    fn slot(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => Mut::Bool(&mut self.account_enabled),
            1 => Mut::Str(&mut self.display_name),
            2 => Mut::StrList(&mut self.business_phones),
            3 => Mut::DateTime(&mut self.created_date_time),
            4 => Mut::Str(&mut self.id),
            5 => Mut::I64(&mut self.logins),
            6 => Mut::F64(&mut self.score),
            7 => Mut::I32(&mut self.size),
            8 => Mut::Enum(&mut self.age_group),
            9 => Mut::Enum(&mut self.days),
            10 => Mut::Binary(&mut self.photo),
            11 => Mut::Obj(&mut self.manager_hint),
            12 => Mut::List(&mut self.licenses),
            13 => Mut::Str(&mut self.password),
            14 => Mut::Json(&mut self.anything),
            15 => Mut::List(&mut self.matrix),
            _ => Mut::Rest(&mut self.extra),
        }
    }
    #[inline]
    fn slot_ref(&self, index: usize) -> Ref<'_> {
        match index {
            0 => Ref::Bool(&self.account_enabled),
            1 => Ref::Str(&self.display_name),
            2 => Ref::StrList(&self.business_phones),
            3 => Ref::DateTime(&self.created_date_time),
            4 => Ref::Str(&self.id),
            5 => Ref::I64(&self.logins),
            6 => Ref::F64(&self.score),
            7 => Ref::I32(&self.size),
            8 => Ref::Enum(&self.age_group),
            9 => Ref::Enum(&self.days),
            10 => Ref::Binary(&self.photo),
            11 => Ref::Obj(&self.manager_hint),
            12 => Ref::List(&self.licenses),
            13 => Ref::Str(&self.password),
            14 => Ref::Json(&self.anything),
            15 => Ref::List(&self.matrix),
            _ => Ref::Rest(&self.extra),
        }
    }
}
docbind_runtime::model!(User);

#[non_exhaustive]
pub struct DirectoryObject {
    pub id: Option<String>,
    pub extra: Extra,
}

impl DirectoryObject {
    #[inline]
    pub fn new() -> Self {
        Self { id: None, extra: Extra::new() }
    }
}

impl Record for DirectoryObject {
    #[inline]
    fn shape(&self) -> &'static Shape {
        &Shape { type_name: "microsoft.graph.directoryObject", bases: &[], names: &["id"], secrets: &[] }
    }
    #[inline]
    fn slot(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => Mut::Str(&mut self.id),
            _ => Mut::Rest(&mut self.extra),
        }
    }
    #[inline]
    fn slot_ref(&self, index: usize) -> Ref<'_> {
        match index {
            0 => Ref::Str(&self.id),
            _ => Ref::Rest(&self.extra),
        }
    }
}
docbind_runtime::model!(DirectoryObject);

#[non_exhaustive]
pub struct License {
    pub sku_id: Option<Guid>,
    pub extra: Extra,
}

impl License {
    #[inline]
    pub fn new() -> Self {
        Self { sku_id: None, extra: Extra::new() }
    }
    pub const SKU_ID: Property<License, Guid> = Property::new("skuId");
}

impl Record for License {
    #[inline]
    fn shape(&self) -> &'static Shape {
        &Shape { type_name: "microsoft.graph.license", bases: &[], names: &["skuId"], secrets: &[] }
    }
    #[inline]
    fn slot(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => Mut::Guid(&mut self.sku_id),
            _ => Mut::Rest(&mut self.extra),
        }
    }
    #[inline]
    fn slot_ref(&self, index: usize) -> Ref<'_> {
        match index {
            0 => Ref::Guid(&self.sku_id),
            _ => Ref::Rest(&self.extra),
        }
    }
}
docbind_runtime::model!(License);

/// A body that is only sent.
#[derive(Clone)]
#[non_exhaustive]
pub struct SetPasswordBody {
    pub new_password: Option<String>,
    pub user: Option<User>,
    pub extra: Extra,
}

impl SetPasswordBody {
    #[inline]
    pub fn new() -> Self {
        Self { new_password: None, user: None, extra: Extra::new() }
    }
}

impl Record for SetPasswordBody {
    #[inline]
    fn shape(&self) -> &'static Shape {
        &Shape { type_name: "", bases: &[], names: &["newPassword", "user"], secrets: &[0] }
    }
    #[inline]
    fn slot_ref(&self, index: usize) -> Ref<'_> {
        match index {
            0 => Ref::Str(&self.new_password),
            1 => Ref::Obj(&self.user),
            _ => Ref::Rest(&self.extra),
        }
    }
}
docbind_runtime::body!(SetPasswordBody);

#[non_exhaustive]
pub enum AgeGroup {
    Minor,
    NotAdult,
    Unknown(String),
}

impl OpenEnum for AgeGroup {
    const NAMES: &'static [&'static str] = &["minor", "notAdult"];
    #[inline]
    fn index(&self) -> Result<usize, &str> {
        Ok(match self {
            Self::Minor => 0,
            Self::NotAdult => 1,
            Self::Unknown(text) => return Err(text),
        })
    }
    #[inline]
    fn from_index(index: Result<usize, String>) -> Self {
        match index {
            Ok(index) => match index {
                0 => Self::Minor,
                1 => Self::NotAdult,
                _ => Self::Unknown(String::new()),
            },
            Err(text) => Self::Unknown(text),
        }
    }
}
docbind_runtime::open_enum!(AgeGroup);

#[non_exhaustive]
pub enum Day {
    Monday,
    Friday,
    Unknown(String),
}

impl OpenEnum for Day {
    const NAMES: &'static [&'static str] = &["monday", "friday"];
    #[inline]
    fn index(&self) -> Result<usize, &str> {
        Ok(match self {
            Self::Monday => 0,
            Self::Friday => 1,
            Self::Unknown(text) => return Err(text),
        })
    }
    #[inline]
    fn from_index(index: Result<usize, String>) -> Self {
        match index {
            Ok(index) => match index {
                0 => Self::Monday,
                1 => Self::Friday,
                _ => Self::Unknown(String::new()),
            },
            Err(text) => Self::Unknown(text),
        }
    }
}
docbind_runtime::open_enum!(Day);
