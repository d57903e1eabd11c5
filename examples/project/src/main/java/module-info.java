module com.example.flows {
  requires dev.bijou.tables;
}
