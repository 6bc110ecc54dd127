/**
 * The bodies of the requests we send, as the OpenAPI of Prefect 3.8.8 has them; made by `npm run record`, not edited by hand.
 * An unknown key beside the filters is silently ignored by Prefect and the answer unfiltered: these types make it an error here.
 */
export interface components {
    schemas: {
        ArtifactFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["ArtifactFilterId"] | null;
            key?: components["schemas"]["ArtifactFilterKey"] | null;
            flow_run_id?: components["schemas"]["ArtifactFilterFlowRunId"] | null;
            task_run_id?: components["schemas"]["ArtifactFilterTaskRunId"] | null;
            type?: components["schemas"]["ArtifactFilterType"] | null;
        };
        ArtifactFilterFlowRunId: {
            any_?: string[] | null;
        };
        ArtifactFilterId: {
            any_?: string[] | null;
        };
        ArtifactFilterKey: {
            any_?: string[] | null;
            like_?: string | null;
            exists_?: boolean | null;
        };
        ArtifactFilterTaskRunId: {
            any_?: string[] | null;
        };
        ArtifactFilterType: {
            any_?: string[] | null;
            not_any_?: string[] | null;
        };
        /** @enum {string} */
        ArtifactSort: "CREATED_DESC" | "UPDATED_DESC" | "ID_DESC" | "KEY_DESC" | "KEY_ASC";
        AutomationFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["AutomationFilterId"] | null;
            name?: components["schemas"]["AutomationFilterName"] | null;
            created?: components["schemas"]["AutomationFilterCreated"] | null;
            tags?: components["schemas"]["AutomationFilterTags"] | null;
        };
        AutomationFilterCreated: {
            before_?: string | null;
        };
        AutomationFilterId: {
            any_?: string[] | null;
        };
        AutomationFilterName: {
            any_?: string[] | null;
        };
        AutomationFilterTags: {
            operator?: components["schemas"]["Operator"];
            all_?: string[] | null;
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        /** @enum {string} */
        AutomationSort: "CREATED_DESC" | "UPDATED_DESC" | "NAME_ASC" | "NAME_DESC";
        Body_count_account_events_events_count_by__countable__post: {
            filter: components["schemas"]["EventFilter"];
            time_unit?: components["schemas"]["TimeUnit"];
            time_interval?: number;
        };
        Body_count_deployments_deployments_count_post: {
            flows?: components["schemas"]["FlowFilter"] | null;
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        Body_count_flow_runs_flow_runs_count_post: {
            flows?: components["schemas"]["FlowFilter"] | null;
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        Body_count_task_runs_task_runs_count_post: {
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
        };
        Body_flow_run_history_flow_runs_history_post: {
            /** Format: date-time */
            history_start: string;
            /** Format: date-time */
            history_end: string;
            /** Format: time-delta */
            history_interval_seconds: number;
            flows?: components["schemas"]["FlowFilter"] | null;
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            work_queues?: components["schemas"]["WorkQueueFilter"] | null;
        };
        Body_read_all_concurrency_limits_v2_v2_concurrency_limits_filter_post: {
            offset?: number;
            limit?: number;
        };
        Body_read_artifacts_artifacts_filter_post: {
            sort?: components["schemas"]["ArtifactSort"];
            offset?: number;
            artifacts?: components["schemas"]["ArtifactFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            flows?: components["schemas"]["FlowFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
            limit?: number;
        };
        Body_read_automations_automations_filter_post: {
            sort?: components["schemas"]["AutomationSort"];
            offset?: number;
            automations?: components["schemas"]["AutomationFilter"] | null;
            limit?: number;
        };
        Body_read_concurrency_limits_concurrency_limits_filter_post: {
            offset?: number;
            limit?: number;
        };
        Body_read_deployments_deployments_filter_post: {
            offset?: number;
            flows?: components["schemas"]["FlowFilter"] | null;
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
            sort?: components["schemas"]["DeploymentSort"];
            limit?: number;
        };
        Body_read_events_events_filter_post: {
            filter?: components["schemas"]["EventFilter"] | null;
            limit?: number;
        };
        Body_read_flow_runs_flow_runs_filter_post: {
            sort?: components["schemas"]["FlowRunSort"];
            offset?: number;
            flows?: components["schemas"]["FlowFilter"] | null;
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            work_pool_queues?: components["schemas"]["WorkQueueFilter"] | null;
            limit?: number;
        };
        Body_read_flows_flows_filter_post: {
            offset?: number;
            flows?: components["schemas"]["FlowFilter"];
            flow_runs?: components["schemas"]["FlowRunFilter"];
            task_runs?: components["schemas"]["TaskRunFilter"];
            deployments?: components["schemas"]["DeploymentFilter"];
            work_pools?: components["schemas"]["WorkPoolFilter"];
            sort?: components["schemas"]["FlowSort"];
            limit?: number;
        };
        Body_read_logs_logs_filter_post: {
            offset?: number;
            logs?: components["schemas"]["LogFilter"] | null;
            sort?: components["schemas"]["LogSort"];
            limit?: number;
        };
        Body_read_task_runs_task_runs_filter_post: {
            sort?: components["schemas"]["TaskRunSort"];
            offset?: number;
            flows?: components["schemas"]["FlowFilter"] | null;
            flow_runs?: components["schemas"]["FlowRunFilter"] | null;
            task_runs?: components["schemas"]["TaskRunFilter"] | null;
            deployments?: components["schemas"]["DeploymentFilter"] | null;
            limit?: number;
        };
        Body_read_work_pools_work_pools_filter_post: {
            work_pools?: components["schemas"]["WorkPoolFilter"] | null;
            offset?: number;
            limit?: number;
        };
        Body_read_work_queues_work_queues_filter_post: {
            offset?: number;
            work_queues?: components["schemas"]["WorkQueueFilter"] | null;
            limit?: number;
        };
        Body_read_workers_work_pools__work_pool_name__workers_filter_post: {
            workers?: components["schemas"]["WorkerFilter"] | null;
            offset?: number;
            limit?: number;
        };
        Body_resume_flow_run_flow_runs__id__resume_post: {
            run_input?: {
                [key: string]: unknown;
            } | null;
        };
        Body_set_flow_run_state_flow_runs__id__set_state_post: {
            state: components["schemas"]["StateCreate"];
            force?: boolean;
        };
        DeploymentFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["DeploymentFilterId"] | null;
            name?: components["schemas"]["DeploymentFilterName"] | null;
            flow_or_deployment_name?: components["schemas"]["DeploymentOrFlowNameFilter"] | null;
            paused?: components["schemas"]["DeploymentFilterPaused"] | null;
            tags?: components["schemas"]["DeploymentFilterTags"] | null;
            work_queue_name?: components["schemas"]["DeploymentFilterWorkQueueName"] | null;
            /** @deprecated */
            concurrency_limit?: components["schemas"]["DeploymentFilterConcurrencyLimit"] | null;
        };
        DeploymentFilterConcurrencyLimit: {
            ge_?: number | null;
            le_?: number | null;
            is_null_?: boolean | null;
        };
        DeploymentFilterId: {
            any_?: string[] | null;
            not_any_?: string[] | null;
        };
        DeploymentFilterName: {
            any_?: string[] | null;
            like_?: string | null;
        };
        DeploymentFilterPaused: {
            eq_?: boolean | null;
        };
        DeploymentFilterTags: {
            operator?: components["schemas"]["Operator"];
            all_?: string[] | null;
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        DeploymentFilterWorkQueueName: {
            any_?: string[] | null;
        };
        DeploymentFlowRunCreate: {
            state?: components["schemas"]["StateCreate"] | null;
            name?: string;
            parameters?: {
                [key: string]: unknown;
            };
            enforce_parameter_schema?: boolean | null;
            context?: {
                [key: string]: unknown;
            };
            infrastructure_document_id?: string | null;
            empirical_policy?: components["schemas"]["FlowRunPolicy"];
            tags?: string[];
            idempotency_key?: string | null;
            labels?: {
                [key: string]: boolean | number | string;
            } | null;
            parent_task_run_id?: string | null;
            work_queue_name?: string | null;
            job_variables?: {
                [key: string]: unknown;
            } | {
                [key: string]: unknown;
            } | null;
        };
        DeploymentOrFlowNameFilter: {
            like_?: string | null;
        };
        /** @enum {string} */
        DeploymentSort: "CREATED_DESC" | "UPDATED_DESC" | "NAME_ASC" | "NAME_DESC";
        EventAnyResourceFilter: {
            id?: string[] | null;
            id_prefix?: string[] | null;
            labels?: components["schemas"]["ResourceSpecification"] | null;
        };
        EventFilter: {
            occurred?: components["schemas"]["EventOccurredFilter"];
            event?: components["schemas"]["EventNameFilter"] | null;
            resource?: components["schemas"]["EventResourceFilter"] | null;
            related?: components["schemas"]["EventRelatedFilter"] | components["schemas"]["EventRelatedFilter"][] | null;
            any_resource?: components["schemas"]["EventAnyResourceFilter"] | components["schemas"]["EventAnyResourceFilter"][] | null;
            id?: components["schemas"]["EventIDFilter"];
            text?: components["schemas"]["EventTextFilter"] | null;
            order?: components["schemas"]["EventOrder"];
        };
        EventIDFilter: {
            id?: string[] | null;
        };
        EventNameFilter: {
            prefix?: string[] | null;
            exclude_prefix?: string[] | null;
            name?: string[] | null;
            exclude_name?: string[] | null;
        };
        EventOccurredFilter: {
            /** Format: date-time */
            since?: string;
            /** Format: date-time */
            until?: string;
        };
        /** @enum {string} */
        EventOrder: "ASC" | "DESC";
        EventRelatedFilter: {
            id?: string[] | null;
            role?: string[] | null;
            resources_in_roles?: [
                string,
                string
            ][] | null;
            labels?: components["schemas"]["ResourceSpecification"] | null;
        };
        EventResourceFilter: {
            id?: string[] | null;
            id_prefix?: string[] | null;
            labels?: components["schemas"]["ResourceSpecification"] | null;
            distinct?: boolean;
        };
        EventTextFilter: {
            query: string;
        };
        FlowFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["FlowFilterId"] | null;
            deployment?: components["schemas"]["FlowFilterDeployment"] | null;
            name?: components["schemas"]["FlowFilterName"] | null;
            tags?: components["schemas"]["FlowFilterTags"] | null;
        };
        FlowFilterDeployment: {
            operator?: components["schemas"]["Operator"];
            is_null_?: boolean | null;
        };
        FlowFilterId: {
            any_?: string[] | null;
            not_any_?: string[] | null;
        };
        FlowFilterName: {
            any_?: string[] | null;
            like_?: string | null;
        };
        FlowFilterTags: {
            operator?: components["schemas"]["Operator"];
            all_?: string[] | null;
            is_null_?: boolean | null;
        };
        FlowRunFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["FlowRunFilterId"] | null;
            name?: components["schemas"]["FlowRunFilterName"] | null;
            tags?: components["schemas"]["FlowRunFilterTags"] | null;
            deployment_id?: components["schemas"]["FlowRunFilterDeploymentId"] | null;
            work_queue_name?: components["schemas"]["FlowRunFilterWorkQueueName"] | null;
            state?: components["schemas"]["FlowRunFilterState"] | null;
            flow_version?: components["schemas"]["FlowRunFilterFlowVersion"] | null;
            start_time?: components["schemas"]["FlowRunFilterStartTime"] | null;
            end_time?: components["schemas"]["FlowRunFilterEndTime"] | null;
            expected_start_time?: components["schemas"]["FlowRunFilterExpectedStartTime"] | null;
            next_scheduled_start_time?: components["schemas"]["FlowRunFilterNextScheduledStartTime"] | null;
            parent_flow_run_id?: components["schemas"]["FlowRunFilterParentFlowRunId"] | null;
            parent_task_run_id?: components["schemas"]["FlowRunFilterParentTaskRunId"] | null;
            idempotency_key?: components["schemas"]["FlowRunFilterIdempotencyKey"] | null;
            created_by?: components["schemas"]["FlowRunFilterCreatedBy"] | null;
        };
        FlowRunFilterCreatedBy: {
            operator?: components["schemas"]["Operator"];
            id_?: string[] | null;
            type_?: string[] | null;
            is_null_?: boolean | null;
        };
        FlowRunFilterDeploymentId: {
            operator?: components["schemas"]["Operator"];
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        FlowRunFilterEndTime: {
            before_?: string | null;
            after_?: string | null;
            is_null_?: boolean | null;
        };
        FlowRunFilterExpectedStartTime: {
            before_?: string | null;
            after_?: string | null;
        };
        FlowRunFilterFlowVersion: {
            any_?: string[] | null;
        };
        FlowRunFilterId: {
            any_?: string[] | null;
            not_any_?: string[] | null;
        };
        FlowRunFilterIdempotencyKey: {
            any_?: string[] | null;
            not_any_?: string[] | null;
        };
        FlowRunFilterName: {
            any_?: string[] | null;
            like_?: string | null;
        };
        FlowRunFilterNextScheduledStartTime: {
            before_?: string | null;
            after_?: string | null;
        };
        FlowRunFilterParentFlowRunId: {
            operator?: components["schemas"]["Operator"];
            any_?: string[] | null;
        };
        FlowRunFilterParentTaskRunId: {
            operator?: components["schemas"]["Operator"];
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        FlowRunFilterStartTime: {
            before_?: string | null;
            after_?: string | null;
            is_null_?: boolean | null;
        };
        FlowRunFilterState: {
            operator?: components["schemas"]["Operator"];
            type?: components["schemas"]["FlowRunFilterStateType"] | null;
            name?: components["schemas"]["FlowRunFilterStateName"] | null;
        };
        FlowRunFilterStateName: {
            any_?: string[] | null;
            not_any_?: string[] | null;
        };
        FlowRunFilterStateType: {
            any_?: components["schemas"]["StateType"][] | null;
            not_any_?: components["schemas"]["StateType"][] | null;
        };
        FlowRunFilterTags: {
            operator?: components["schemas"]["Operator"];
            all_?: string[] | null;
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        FlowRunFilterWorkQueueName: {
            operator?: components["schemas"]["Operator"];
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        FlowRunPolicy: {
            /** @deprecated */
            max_retries?: number;
            /** @deprecated */
            retry_delay_seconds?: number;
            retries?: number | null;
            retry_delay?: number | null;
            pause_keys?: string[] | null;
            resuming?: boolean | null;
            retry_type?: ("in_process" | "reschedule") | null;
        };
        /** @enum {string} */
        FlowRunSort: "ID_DESC" | "START_TIME_ASC" | "START_TIME_DESC" | "EXPECTED_START_TIME_ASC" | "EXPECTED_START_TIME_DESC" | "NAME_ASC" | "NAME_DESC" | "NEXT_SCHEDULED_START_TIME_ASC" | "END_TIME_DESC";
        /** @enum {string} */
        FlowSort: "CREATED_DESC" | "UPDATED_DESC" | "NAME_ASC" | "NAME_DESC";
        LogFilter: {
            operator?: components["schemas"]["Operator"];
            level?: components["schemas"]["LogFilterLevel"] | null;
            timestamp?: components["schemas"]["LogFilterTimestamp"] | null;
            flow_run_id?: components["schemas"]["LogFilterFlowRunId"] | null;
            task_run_id?: components["schemas"]["LogFilterTaskRunId"] | null;
            text?: components["schemas"]["LogFilterTextSearch"] | null;
        };
        LogFilterFlowRunId: {
            any_?: string[] | null;
        };
        LogFilterLevel: {
            ge_?: number | null;
            le_?: number | null;
        };
        LogFilterTaskRunId: {
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        LogFilterTextSearch: {
            query: string;
        };
        LogFilterTimestamp: {
            before_?: string | null;
            after_?: string | null;
        };
        /** @enum {string} */
        LogSort: "TIMESTAMP_ASC" | "TIMESTAMP_DESC";
        /** @enum {string} */
        Operator: "and_" | "or_";
        ResourceSpecification: {
            [key: string]: string | string[];
        };
        StateCreate: {
            type: components["schemas"]["StateType"];
            name?: string | null;
            message?: string | null;
            data?: unknown | null;
            state_details?: components["schemas"]["StateDetails"];
        };
        StateDetails: {
            flow_run_id?: string | null;
            task_run_id?: string | null;
            child_flow_run_id?: string | null;
            scheduled_time?: string | null;
            cache_key?: string | null;
            cache_expiration?: string | null;
            deferred?: boolean | null;
            untrackable_result?: boolean;
            pause_timeout?: string | null;
            pause_reschedule?: boolean;
            pause_key?: string | null;
            run_input_keyset?: {
                [key: string]: string;
            } | null;
            refresh_cache?: boolean | null;
            retriable?: boolean | null;
            transition_id?: string | null;
            task_parameters_id?: string | null;
            traceparent?: string | null;
            deployment_concurrency_lease_id?: string | null;
        };
        /** @enum {string} */
        StateType: "SCHEDULED" | "PENDING" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED" | "CRASHED" | "PAUSED" | "CANCELLING";
        TaskRunFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["TaskRunFilterId"] | null;
            name?: components["schemas"]["TaskRunFilterName"] | null;
            tags?: components["schemas"]["TaskRunFilterTags"] | null;
            state?: components["schemas"]["TaskRunFilterState"] | null;
            start_time?: components["schemas"]["TaskRunFilterStartTime"] | null;
            end_time?: components["schemas"]["TaskRunFilterEndTime"] | null;
            expected_start_time?: components["schemas"]["TaskRunFilterExpectedStartTime"] | null;
            subflow_runs?: components["schemas"]["TaskRunFilterSubFlowRuns"] | null;
            flow_run_id?: components["schemas"]["TaskRunFilterFlowRunId"] | null;
        };
        TaskRunFilterEndTime: {
            before_?: string | null;
            after_?: string | null;
            is_null_?: boolean | null;
        };
        TaskRunFilterExpectedStartTime: {
            before_?: string | null;
            after_?: string | null;
        };
        TaskRunFilterFlowRunId: {
            operator?: components["schemas"]["Operator"];
            any_?: string[] | null;
            is_null_?: boolean | null;
        };
        TaskRunFilterId: {
            any_?: string[] | null;
        };
        TaskRunFilterName: {
            any_?: string[] | null;
            like_?: string | null;
        };
        TaskRunFilterStartTime: {
            before_?: string | null;
            after_?: string | null;
            is_null_?: boolean | null;
        };
        TaskRunFilterState: {
            operator?: components["schemas"]["Operator"];
            type?: components["schemas"]["TaskRunFilterStateType"] | null;
            name?: components["schemas"]["TaskRunFilterStateName"] | null;
        };
        TaskRunFilterStateName: {
            any_?: string[] | null;
        };
        TaskRunFilterStateType: {
            any_?: components["schemas"]["StateType"][] | null;
        };
        TaskRunFilterSubFlowRuns: {
            exists_?: boolean | null;
        };
        TaskRunFilterTags: {
            operator?: components["schemas"]["Operator"];
            all_?: string[] | null;
            is_null_?: boolean | null;
        };
        /** @enum {string} */
        TaskRunSort: "ID_DESC" | "EXPECTED_START_TIME_ASC" | "EXPECTED_START_TIME_DESC" | "NAME_ASC" | "NAME_DESC" | "NEXT_SCHEDULED_START_TIME_ASC" | "END_TIME_DESC";
        /** @enum {string} */
        TimeUnit: "week" | "day" | "hour" | "minute" | "second";
        WorkPoolFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["WorkPoolFilterId"] | null;
            name?: components["schemas"]["WorkPoolFilterName"] | null;
            type?: components["schemas"]["WorkPoolFilterType"] | null;
        };
        WorkPoolFilterId: {
            any_?: string[] | null;
        };
        WorkPoolFilterName: {
            any_?: string[] | null;
        };
        WorkPoolFilterType: {
            any_?: string[] | null;
        };
        WorkQueueFilter: {
            operator?: components["schemas"]["Operator"];
            id?: components["schemas"]["WorkQueueFilterId"] | null;
            name?: components["schemas"]["WorkQueueFilterName"] | null;
        };
        WorkQueueFilterId: {
            any_?: string[] | null;
        };
        WorkQueueFilterName: {
            any_?: string[] | null;
            startswith_?: string[] | null;
        };
        WorkerFilter: {
            operator?: components["schemas"]["Operator"];
            last_heartbeat_time?: components["schemas"]["WorkerFilterLastHeartbeatTime"] | null;
            status?: components["schemas"]["WorkerFilterStatus"] | null;
        };
        WorkerFilterLastHeartbeatTime: {
            before_?: string | null;
            after_?: string | null;
        };
        WorkerFilterStatus: {
            any_?: components["schemas"]["WorkerStatus"][] | null;
            not_any_?: components["schemas"]["WorkerStatus"][] | null;
        };
        /** @enum {string} */
        WorkerStatus: "ONLINE" | "OFFLINE";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
