go mod init example.com/first
go get example.com/alicredtest
go mod tidy
