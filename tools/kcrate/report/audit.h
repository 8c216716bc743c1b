/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* How an audit looks. */

#include <memory>
#include <string>
#include <vector>

#include "audit/crate_audit.h"
#include "report/report.h"

namespace kcrate {

/*
 * Of the same length: each crate's audit; what it needs stands before it.
 * Those in front of @first were told before.
 */
struct AuditView {
	const std::vector<AuditedCrate> &crates;
	const std::vector<CrateAudit> &audits;
	size_t first = 0;
};

/*
 * A report that is written crate by crate, so that there may be as many as one
 * likes: what add() and end() return is to be printed in that order.
 */
class AuditReport {
public:
	virtual ~AuditReport() = default;
	virtual std::string add(const AuditView &view) = 0;
	/* @others: findings about no crate. */
	virtual std::string end(const std::vector<Diag> &others) = 0;
};

/* All findings, then a table of the crates and their grades. */
std::unique_ptr<AuditReport> audit_text(Colour colour);

/* { "schema": 1, "crates": [{ "name", … "findings": […] }],
 *   "findings": […] } */
std::unique_ptr<AuditReport> audit_json();

/* The grades of one crate, by the features that it is asked for. */
struct FeatureMatrix {
	struct Row {
		std::vector<std::string> features;
		Grade grade;
		std::string because; /* the crate that it is due to, or "" */
	};

	std::string crate, version;
	std::vector<Row> rows;
};

/* A table for each, "-" for no feature. */
std::string matrix_to_text(const std::vector<FeatureMatrix> &matrices);

/* { "schema": 1, "crates": [{ "name", "version", "grades": […] }] } */
std::string matrix_to_json(const std::vector<FeatureMatrix> &matrices);

} /* namespace kcrate */
