# No key and no profile in the configuration: the provider takes what `alicred exec` gives it.
terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "~> 1.250"
    }
  }
}

provider "alicloud" {
  region = "cn-hangzhou"
}

data "alicloud_caller_identity" "this" {}

output "account" {
  value = data.alicloud_caller_identity.this.account_id
}
