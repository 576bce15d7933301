// The official client of OSS for Go: client CONFIG
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss"
	"github.com/aliyun/alibabacloud-oss-go-sdk-v2/oss/credentials"
)

var (
	given   map[string]string
	session credentials.Credentials
	client  *oss.Client
	bucket  *string
	ctx     = context.Background()
)

func main() {
	answer := map[string]string{}
	if result, err := run(os.Args[1]); err != nil {
		answer["error"] = err.Error()
	} else {
		answer["result"] = result
	}
	line, _ := json.Marshal(answer)
	fmt.Println(string(line))
}

func run(text string) (string, error) {
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		return "", err
	}
	session = keys("")
	bucket = oss.Ptr(given["bucket"])
	provider := credentials.CredentialsProviderFunc(func(context.Context) (credentials.Credentials, error) {
		return session, nil
	})
	config := oss.LoadDefaultConfig().WithCredentialsProvider(provider).WithRegion(given["region"]).
		WithEndpoint(given["endpoint"]).WithProxyFromEnvironment(true)
	if given["signature"] == "v1" {
		config = config.WithSignatureVersion(oss.SignatureVersionV1)
	}
	client = oss.NewClient(config)
	calls := map[string]func() (string, error){
		"objects": objects, "lists": lists, "copy": copied, "multipart": multipart,
		"presigned": presigned, "delete": deleted, "expired": expired,
	}
	return calls[given["call"]]()
}

func keys(which string) credentials.Credentials {
	named := func(name string) string {
		if which == "" {
			return given[name]
		}
		return given[which+strings.ToUpper(name[:1])+name[1:]]
	}
	return credentials.Credentials{
		AccessKeyID:     named("accessKeyId"),
		AccessKeySecret: named("accessKeySecret"),
		SecurityToken:   named("securityToken"),
	}
}

func put(key string, body string) error {
	_, err := client.PutObject(ctx, &oss.PutObjectRequest{Bucket: bucket, Key: oss.Ptr(key), Body: strings.NewReader(body)})
	return err
}

func get(key string, byteRange *string) (string, error) {
	reply, err := client.GetObject(ctx, &oss.GetObjectRequest{Bucket: bucket, Key: oss.Ptr(key), Range: byteRange})
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	return string(body), err
}

func size(key string) (int64, error) {
	reply, err := client.HeadObject(ctx, &oss.HeadObjectRequest{Bucket: bucket, Key: oss.Ptr(key)})
	if err != nil {
		return 0, err
	}
	return reply.ContentLength, nil
}

func codeOf(err error) string {
	var refusal *oss.ServiceError
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return fmt.Sprint(err)
}

func objects() (string, error) {
	key := "a b+c/中.txt"
	if err := put(key, "hello oss"); err != nil {
		return "", err
	}
	whole, err := get(key, nil)
	if err != nil {
		return "", err
	}
	part, err := get(key, oss.Ptr("bytes=1-4"))
	if err != nil {
		return "", err
	}
	length, err := size(key)
	return fmt.Sprintf("%s %s %d", whole, part, length), err
}

func lists() (string, error) {
	for _, key := range []string{"list/a b", "list/c/d"} {
		if err := put(key, "x"); err != nil {
			return "", err
		}
	}
	first, err := client.ListObjects(ctx, &oss.ListObjectsRequest{Bucket: bucket, Prefix: oss.Ptr("list/"), Delimiter: oss.Ptr("/")})
	if err != nil {
		return "", err
	}
	second, err := client.ListObjectsV2(ctx, &oss.ListObjectsV2Request{Bucket: bucket, Prefix: oss.Ptr("list/"), Delimiter: oss.Ptr("/")})
	if err != nil {
		return "", err
	}
	return shown(first.Contents, first.CommonPrefixes) + " " + shown(second.Contents, second.CommonPrefixes), nil
}

func shown(contents []oss.ObjectProperties, prefixes []oss.CommonPrefix) string {
	names := []string{}
	for _, one := range contents {
		names = append(names, *one.Key)
	}
	for _, one := range prefixes {
		names = append(names, *one.Prefix)
	}
	return strings.Join(names, ",")
}

func copied() (string, error) {
	if err := put("from x", "copied"); err != nil {
		return "", err
	}
	_, err := client.CopyObject(ctx, &oss.CopyObjectRequest{Bucket: bucket, Key: oss.Ptr("to y"), SourceKey: oss.Ptr("from x")})
	if err != nil {
		return "", err
	}
	return get("to y", nil)
}

func multipart() (string, error) {
	key := oss.Ptr("big")
	upload, err := client.InitiateMultipartUpload(ctx, &oss.InitiateMultipartUploadRequest{Bucket: bucket, Key: key})
	if err != nil {
		return "", err
	}
	parts := []oss.UploadPart{}
	for at, length := range []int{102400, 102400, 3} {
		body := bytes.NewReader(bytes.Repeat([]byte{"abc"[at]}, length))
		number := int32(at + 1)
		done, err := client.UploadPart(ctx, &oss.UploadPartRequest{
			Bucket: bucket, Key: key, UploadId: upload.UploadId, PartNumber: number, Body: body,
		})
		if err != nil {
			return "", err
		}
		parts = append(parts, oss.UploadPart{PartNumber: number, ETag: done.ETag})
		session = keys("next")
	}
	done, err := client.CompleteMultipartUpload(ctx, &oss.CompleteMultipartUploadRequest{
		Bucket: bucket, Key: key, UploadId: upload.UploadId,
		CompleteMultipartUpload: &oss.CompleteMultipartUpload{Parts: parts},
	})
	if err != nil {
		return "", err
	}
	length, err := size("big")
	etag := strings.Split(strings.ReplaceAll(*done.ETag, `"`, ""), "-")
	return fmt.Sprintf("%d %s", length, etag[len(etag)-1]), err
}

func presigned() (string, error) {
	if err := put("shared", "by address"); err != nil {
		return "", err
	}
	signed, err := client.Presign(ctx, &oss.GetObjectRequest{Bucket: bucket, Key: oss.Ptr("shared")}, oss.PresignExpires(time.Minute))
	if err != nil {
		return "", err
	}
	reply, err := http.Get(signed.URL)
	if err != nil {
		return "", err
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	return string(body), err
}

func deleted() (string, error) {
	if err := put("gone", "x"); err != nil {
		return "", err
	}
	if _, err := client.DeleteObject(ctx, &oss.DeleteObjectRequest{Bucket: bucket, Key: oss.Ptr("gone")}); err != nil {
		return "", err
	}
	_, err := size("gone")
	return codeOf(err), nil
}

func expired() (string, error) {
	session = keys("expired")
	_, err := get("shared", nil)
	return codeOf(err), nil
}
