package dev.bijou.dist;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A container image of one layer as a tar file, which Docker and Podman load: the OCI image layout, and beside its index
/// the one that older versions of Docker read.
///
/// Nothing is pulled: beside the program there are the C library of the system that builds it, which Java is linked to, with
/// its locale for UTF-8, and the shell, which the start script is written for.
record ContainerImage(String version, Platform platform, Instant time) {
  private static final String HOME = "opt/bijou";
  private static final String WORK = "work";
  private static final Path LOCALE = Path.of("/usr/lib/locale/C.utf8");
  private static final int USER = 1000; // not root
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  void write(Program program, Path file) throws IOException, InterruptedException {
    byte[] layer = layer(program);
    byte[] config = config(layer);
    byte[] manifest = manifest(config, layer);
    try (TarFile tar = new TarFile(new BufferedOutputStream(Files.newOutputStream(file)), time)) {
      tar.file("oci-layout", TarFile.FILE, utf8("{\"imageLayoutVersion\": \"1.0.0\"}\n"));
      tar.file("index.json", TarFile.FILE, index(manifest));
      tar.file("manifest.json", TarFile.FILE, olderIndex(config, layer));
      tar.folder("blobs", TarFile.FOLDER);
      tar.folder("blobs/sha256", TarFile.FOLDER);
      for (byte[] blob : List.of(config, layer, manifest)) {
        tar.file(blobPath(blob), TarFile.FILE, blob);
      }
    }
  }

  private byte[] layer(Program program) throws IOException, InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarFile tar = new TarFile(new GZIPOutputStream(bytes), time)) {
      for (String folder : List.of("bin", "etc", "opt", "usr", "usr/lib", "usr/lib/locale")) {
        tar.folder(folder, TarFile.FOLDER);
      }
      tar.folder("tmp", 01777);
      tar.folder(WORK, 01777);
      tar.file(
          "etc/passwd",
          TarFile.FILE,
          utf8("bijou:x:%d:%d::/%s:/bin/sh\n".formatted(USER, USER, WORK)));
      tar.file("etc/group", TarFile.FILE, utf8("bijou:x:%d:\n".formatted(USER)));
      for (Path library : SharedLibraries.of(program)) {
        tar.file(library.toString().substring(1), TarFile.PROGRAM, Files.readAllBytes(library));
      }
      tar.file("bin/sh", TarFile.PROGRAM, Files.readAllBytes(SharedLibraries.SHELL));
      if (Files.exists(LOCALE)) { // in some C libraries it is built in
        tar.tree(LOCALE.toString().substring(1), LOCALE);
      }
      tar.tree(HOME, program.folder());
    }
    return bytes.toByteArray();
  }

  private byte[] config(byte[] layer) throws IOException {
    return utf8(
        """
        {
          "created": "%s",
          "architecture": "%s",
          "os": "linux",
          "config": {
            "User": "%d:%d",
            "Env": ["PATH=/%s/bin:/bin", "HOME=/%s"],
            "Entrypoint": ["/%s/%s"],
            "Cmd": ["--help"],
            "WorkingDir": "/%s",
            "Labels": {
              "org.opencontainers.image.title": "bijou",
              "org.opencontainers.image.version": "%s",
              "org.opencontainers.image.licenses": "Apache-2.0"
            }
          },
          "rootfs": {"type": "layers", "diff_ids": ["%s"]}
        }
        """
            .formatted(
                time,
                platform.packages(),
                USER,
                USER,
                HOME,
                WORK,
                HOME,
                Program.SCRIPT,
                WORK,
                version,
                digest(unpacked(layer))));
  }

  private static byte[] manifest(byte[] config, byte[] layer) {
    return utf8(
        """
        {
          "schemaVersion": 2,
          "mediaType": "%s",
          "config": %s,
          "layers": [%s]
        }
        """
            .formatted(MANIFEST, descriptor(CONFIG, config), descriptor(LAYER, layer)));
  }

  private byte[] index(byte[] manifest) {
    return utf8(
        """
        {
          "schemaVersion": 2,
          "manifests": [
            {
              "mediaType": "%s",
              "digest": "%s",
              "size": %d,
              "annotations": {
                "io.containerd.image.name": "docker.io/library/bijou:%s",
                "org.opencontainers.image.ref.name": "%s"
              }
            }
          ]
        }
        """
            .formatted(MANIFEST, digest(manifest), manifest.length, version, version));
  }

  private byte[] olderIndex(byte[] config, byte[] layer) {
    return utf8(
        """
        [{"Config": "%s", "RepoTags": ["bijou:%s"], "Layers": ["%s"]}]
        """
            .formatted(blobPath(config), version, blobPath(layer)));
  }

  private static String descriptor(String type, byte[] blob) {
    return """
    {"mediaType": "%s", "digest": "%s", "size": %d}\
    """
        .formatted(type, digest(blob), blob.length);
  }

  private static String blobPath(byte[] blob) {
    return "blobs/" + digest(blob).replace(':', '/');
  }

  private static String digest(byte[] blob) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] unpacked(byte[] layer) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(layer))) {
      return in.readAllBytes();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
