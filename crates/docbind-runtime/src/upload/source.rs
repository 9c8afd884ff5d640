use std::io;

use bytes::Bytes;

use crate::BoxFuture;

/// What is uploaded: bytes, a file, a reader.
pub trait UploadSource: Send {
    /// The number of bytes in all.
    fn length(&self) -> u64;

    /// The bytes from a place on; `length` of them, which there are. A service may ask for the same bytes again.
    fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>>;
}

impl UploadSource for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(self.len());
        let end = start.saturating_add(length).min(self.len());
        let bytes = self.slice(start..end);
        Box::pin(async move { Ok(bytes) })
    }
}

impl UploadSource for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
        let start = usize::try_from(start).unwrap_or(usize::MAX).min(self.len());
        let end = start.saturating_add(length).min(self.len());
        let bytes = Bytes::copy_from_slice(self.get(start..end).unwrap_or_default());
        Box::pin(async move { Ok(bytes) })
    }
}

#[cfg(feature = "tokio")]
mod tokio_sources {
    use std::io::{self, SeekFrom};
    use std::path::Path;

    use bytes::Bytes;
    use tokio::fs::File;
    use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _};

    use super::UploadSource;
    use crate::BoxFuture;

    /// A file, read piece by piece.
    #[derive(Debug)]
    pub struct FileSource {
        file: File,
        length: u64,
    }

    impl FileSource {
        /// Opens a file.
        ///
        /// # Errors
        /// When it cannot be opened.
        pub async fn open(path: impl AsRef<Path>) -> io::Result<Self> {
            let file = File::open(path).await?;
            let length = file.metadata().await?.len();
            Ok(Self { file, length })
        }
    }

    impl UploadSource for FileSource {
        fn length(&self) -> u64 {
            self.length
        }

        fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
            Box::pin(async move {
                self.file.seek(SeekFrom::Start(start)).await?;
                let mut bytes = vec![0; length];
                self.file.read_exact(&mut bytes).await?;
                Ok(bytes.into())
            })
        }
    }

    /// A reader of known length that can be read only once. The last piece is kept, so that it can be sent again; a
    /// service that asks for bytes before it ends the upload with an error.
    #[derive(Debug)]
    pub struct ReaderSource<R> {
        reader: R,
        length: u64,
        /// What was read last, and where it stands in the whole.
        kept: Bytes,
        start: u64,
    }

    impl<R: AsyncRead + Send + Unpin> ReaderSource<R> {
        /// A reader that gives so many bytes.
        pub fn new(reader: R, length: u64) -> Self {
            Self { reader, length, kept: Bytes::new(), start: 0 }
        }
    }

    impl<R: AsyncRead + Send + Unpin> UploadSource for ReaderSource<R> {
        fn length(&self) -> u64 {
            self.length
        }

        fn read(&mut self, start: u64, length: usize) -> BoxFuture<'_, io::Result<Bytes>> {
            Box::pin(async move {
                let end = self.start + self.kept.len() as u64;
                if start < self.start || start > end {
                    return Err(io::Error::other("the reader is past the bytes that the service asks for"));
                }
                let skipped = usize::try_from(start - self.start).map_err(io::Error::other)?;
                let again = self.kept.slice(skipped..);
                let mut bytes = Vec::with_capacity(length);
                bytes.extend_from_slice(again.get(..length.min(again.len())).unwrap_or_default());
                let known = bytes.len();
                bytes.resize(length, 0);
                self.reader.read_exact(bytes.get_mut(known..).unwrap_or_default()).await?;
                let bytes = Bytes::from(bytes);
                // Bytes that were read ahead of what is sent now stay known.
                if again.len() <= length {
                    (self.kept, self.start) = (bytes.clone(), start);
                }
                Ok(bytes)
            })
        }
    }
}

#[cfg(feature = "tokio")]
pub use tokio_sources::{FileSource, ReaderSource};
